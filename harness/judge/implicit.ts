import { countOf } from "../observe/account.ts";
import type { SignInObservation } from "../observe/observation.ts";
import type { Expect, SignInStep } from "../scenario/model/index.ts";
import { notHeld, type Ruling } from "./ruling.ts";
import { accountAfter, changesIn, nameOf, sessionsOf, type Scene } from "./scene.ts";

/** A rule that holds in every check, with the kind under which it is told. */
export interface Rule {
  readonly kind: "tamper" | "stranger" | "duplicate" | "ghost" | "residue";
  readonly ruling: Ruling;
}

/**
 * A corrupted message must have left for the SP, else the sign-in proves nothing; where this SP's exchange offers
 * nothing to corrupt, the check does not apply to it.
 */
export function judgeTamper(scene: Scene): readonly Rule[] {
  return scene.seen.sign_ins.flatMap(({ tamper, outcome, why }): readonly Rule[] => {
    if (tamper === undefined) return [];
    const expected = `${tamper.name} delivered`;
    if (tamper.not_applicable !== undefined) {
      return [
        {
          kind: "tamper",
          ruling: { held: "not_held", expected, actual: tamper.not_applicable, verdict: "not_applicable" },
        },
      ];
    }
    if (tamper.delivered) return [];
    const actual = `the corrupted message never reached the SP (${outcome}: ${why})`;
    return [{ kind: "tamper", ruling: { held: "not_held", expected, actual, verdict: "misconfigured" } }];
  });
}

/** A session on an account outside the namespace is somebody else's; so is an account that was there outside it. */
export function judgeStrangers(scene: Scene): readonly Rule[] {
  const strangers = sessionsOf(scene).flatMap((session) =>
    session.state === "signed_in" && accountAfter(scene, session.account) === undefined ? [session.account] : [],
  );
  const sessions = [...new Set(strangers)].map((id) =>
    always(
      "a session on an account of this namespace",
      `a session on account ${id}`,
      "it is somebody else's account, or observe.session and observe.accounts do not name accounts alike",
    ),
  );
  const taken = (scene.seen.after.entered ?? []).map((id) =>
    always(
      "nothing of this person in somebody else's account",
      `account ${id} was there before, outside the namespace`,
      "it is not created: somebody else's account was entered or overwritten",
    ),
  );
  return [...sessions, ...taken].map((ruling) => ({ kind: "stranger", ruling }));
}

/** An id stands for one account: where it came to stand for several, nobody can tell them apart any more. */
export function judgeDuplicates({ seen }: Scene): readonly Rule[] {
  const ids = new Set(seen.after.accounts.map(({ id }) => id));
  return [...ids]
    .filter((id) => countOf(seen.after, id) > 1 && countOf(seen.before, id) < 2)
    .map((id) => {
      const beside = seen.after.shared?.includes(id) === true ? ", one of them somebody else's" : "";
      return {
        kind: "duplicate",
        ruling: always(
          "an id of its own for each account",
          `account ${id} ${countOf(seen.after, id)} times${beside}`,
          "two accounts have one id; where the list has a row for each of something, name that in collect",
        ),
      };
    });
}

/**
 * Refused or broken, and yet an account came into being that nobody is signed in to. `admitted`: what was expected
 * and held; it allows the account only where it demands one (`jit: pending_approval`).
 */
export function judgeGhosts(admitted: readonly Expect[], scene: Scene): readonly Rule[] {
  const known = scene.seen.sign_ins.filter(({ session }) => session.state !== "unknown");
  const shut = known.filter(isShut);
  if (shut.length === 0) return [];
  const signedIn = new Set(known.flatMap(({ session }) => (session.state === "signed_in" ? [session.account] : [])));
  const { created } = changesIn(scene);
  const ghosts = created.filter(({ id }) => !signedIn.has(id));
  if (ghosts.length === 0) return [];
  const lawful = admitted.some(({ all }) =>
    all.some(
      (one) => one.kind === "accounts" && one.created?.includes(created.length) === true && !one.created.includes(0),
    ),
  );
  if (lawful) return [];
  const which = ghosts.map(({ id }) => nameOf(scene, id)).join(", ");
  const how = [...new Set(shut.map(({ outcome }) => outcome))].join(" and ");
  return [
    { kind: "ghost", ruling: always("no account after a sign-in that failed", `${how}, and yet created ${which}`) },
  ];
}

/** A corrupted message that was not let in has changed nothing. */
export function judgeResidue(step: SignInStep, scene: Scene): readonly Rule[] {
  const corrupted = step.tamper !== undefined && step.tamper.name !== "nothing";
  if (!corrupted || scene.seen.sign_ins.length === 0 || !scene.seen.sign_ins.every(isShut)) return [];
  const { deleted, changed } = changesIn(scene);
  const told = [
    ...deleted.map(({ id }) => `${nameOf(scene, id)} deleted`),
    ...changed.map(({ after, fields }) => `${nameOf(scene, after.id)} changed: ${fields.join(", ")}`),
  ];
  if (told.length === 0) return [];
  return [{ kind: "residue", ruling: always("nothing changed by a message that was not let in", told.join("; ")) }];
}

function isShut({ outcome }: SignInObservation): boolean {
  return outcome === "refused" || outcome === "broken";
}

/** These fail whatever the severity of the check, in controls too: they are harms by themselves. */
function always(expected: string, actual: string, note?: string): Ruling {
  return { ...notHeld(expected, actual, note), verdict: "failed" };
}
