import type { SignInObservation } from "../observe/observation.ts";
import type { Expect, Step } from "../scenario/model/index.ts";
import { endingsIn, endingsOf } from "../scenario/vocabulary/index.ts";
import { unobservable, type Ruling } from "./ruling.ts";
import type { Scene } from "./scene.ts";
import { corrupts } from "../tampers/index.ts";

/**
 * Why a step says nothing of what is expected of it, null where it does: the SP took no more at that moment, which is
 * no race and no refusal; or the sign-in ended before the IdP, where what it is about could not show. Whatever else
 * was not met came of that.
 */
export function judgeMoot(step: Step, scene: Scene): Ruling | null {
  const { expect } = step;
  if (expect === undefined) return null;
  const expected = outcomesIn(expect).join(" or ") || "what is expected";
  const limited = scene.seen.sign_ins.find(({ rate_limited }) => rate_limited !== undefined);
  if (limited?.rate_limited !== undefined) return unobservable("outcome", expected, limitNote(limited.rate_limited));
  const [turned] = endedBefore(scene);
  if (turned === undefined || admitsDoor(expect)) return null;
  const told = unobservable("outcome", expected, doorNote(turned));
  if (step.control) return { ...told, verdict: "misconfigured" };
  // That is how this SP is: it begins no sign-in over a session that there is.
  return step.applies && turned.earlier_session !== undefined ? { ...told, verdict: "not_applicable" } : told;
}

/** What a row of a table says of a step that ended before the IdP; null where it, or what stands around it, admits that. */
export function judgeMootRow(row: Expect, scene: Scene): Ruling | null {
  const [turned] = endedBefore(scene);
  if (turned === undefined || scene.door === true || admitsDoor(row)) return null;
  return unobservable("outcome", outcomesIn(row).join(" or ") || "what is expected", doorNote(turned));
}

/** The scene as the rows of an expectation see it, which admit an end at the door where that does. */
export function within(expect: Expect, scene: Scene): Scene {
  return isAtDoor(expect) ? { ...scene, door: true } : scene;
}

/**
 * The sign-ins that ended before the IdP had answered, and before the SP was given what the step is about: a corrupted
 * message or document. What broke, broke all the same.
 */
function endedBefore({ seen }: Scene): readonly SignInObservation[] {
  return seen.sign_ins.filter(
    ({ idp_answered, outcome, tamper }) =>
      idp_answered === false &&
      (outcome === "refused" || outcome === "interrupted") &&
      !(tamper !== undefined && corrupts(tamper.name) && tamper.delivered),
  );
}

/** Whether an end at the door is admitted: by the outcome that always holds, or, where there is none, by a row. */
function admitsDoor(expect: Expect): boolean {
  if (isAtDoor(expect)) return true;
  return endingsOf(expect).length === 0 && expect.one_of.some(admitsDoor);
}

function isAtDoor(expect: Expect): boolean {
  return endingsOf(expect).some(({ at }) => at === "door");
}

function outcomesIn(expect: Expect): readonly string[] {
  return [...new Set(endingsIn(expect).flatMap(({ any }) => any))];
}

function doorNote({ outcome, why, earlier_session: earlier }: SignInObservation): string {
  const cure =
    earlier === undefined
      ? "type {{login}} there, or let sign_in name the connection"
      : "it begins no sign-in while somebody is signed in";
  return `it ended before the IdP answered: ${outcome}: ${why} (${cure})`;
}

function limitNote({ url, told }: NonNullable<SignInObservation["rate_limited"]>): string {
  const limit = told === "" ? "" : ` (${told})`;
  const cure =
    "set limits: { sign_ins_per_minute } or { in_flight } in the target file, or exempt the kit from the limit";
  return `the SP takes no more: HTTP 429 at ${url}${limit}; ${cure}`;
}
