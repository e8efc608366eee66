import type { SignInObservation } from "../../observe/observation.ts";
import type { ExpectationOf, Outcome } from "../../scenario/model/index.ts";
import { harmOfSession } from "../harm.ts";
import { held, notHeld, unobservable, type Ruling } from "../ruling.ts";
import type { Scene } from "../scene.ts";
import { corrupts } from "../../tampers/index.ts";

/** Each sign-in of the step ended in one of these ways. */
export function judgeOutcome({ any }: ExpectationOf<"outcome">, scene: Scene): readonly Ruling[] {
  const { seen } = scene;
  const expected = any.join(" or ");
  if (seen.sign_ins.length === 0) return [{ held: "error", expected, actual: "no sign-in was made in this step" }];
  return seen.sign_ins.map((signIn, index) => {
    const ruling = judgeOne(any, expected, signIn, scene);
    return seen.sign_ins.length === 1 ? ruling : { ...ruling, actual: `sign-in ${index + 1}: ${ruling.actual}` };
  });
}

function judgeOne(any: readonly Outcome[], expected: string, signIn: SignInObservation, scene: Scene): Ruling {
  const actual = actualOf(signIn);
  // A session does not take back what broke: the person sees the crash, whoever they are.
  if (signIn.outcome === "signed_in" && signIn.broke !== undefined && !any.includes("broken")) {
    const harm = any.includes("signed_in") ? undefined : harmOfSession(scene, signIn.person, signIn.session);
    return { ...notHeld(expected, actual), harm, grave: true };
  }
  const possible = possibleOutcomes(signIn);
  if (signIn.outcome === "signed_in" && signIn.idp_answered === false && any.includes("signed_in"))
    return unobservable("outcome", expected, "there is a new session, and the IdP was not asked for it");
  if (possible.every((outcome) => any.includes(outcome))) return held(expected, actual);
  if (possible.some((outcome) => any.includes(outcome))) {
    return unobservable(
      "session",
      expected,
      signIn.session.state === "unknown" ? signIn.session.reason : "the session is not visible",
    );
  }
  if (isBrokenRefusal(any, signIn)) {
    const note = "nobody was let in, but a crash is not a correct refusal";
    return { held: "held", expected, actual, note, verdict: "warned" };
  }
  const harm = harmOfSession(scene, signIn.person, signIn.session);
  return { ...notHeld(expected, actual), harm, ...(signIn.outcome === "broken" ? { grave: true } : {}) };
}

/** A session that could not be told may be there: then the sign-in may have come out either way. */
function possibleOutcomes({ outcome, session }: SignInObservation): readonly Outcome[] {
  return session.state === "unknown" && outcome !== "signed_in" ? [outcome, "signed_in"] : [outcome];
}

/**
 * The SP broke where it had to refuse, and nobody got in: on a corrupted message, on one that was brought to it out of
 * its place, or so that it went on to answer with a page that shows the crash.
 */
function isBrokenRefusal(any: readonly Outcome[], signIn: SignInObservation): boolean {
  const { outcome, session, tamper, broke, brought } = signIn;
  const corrupted = brought === true || (tamper !== undefined && corrupts(tamper.name) && tamper.delivered);
  const shown = broke?.kind === "crash_text";
  return (corrupted || shown) && any.includes("refused") && outcome === "broken" && session.state === "signed_out";
}

function actualOf({ outcome, why, broke }: SignInObservation): string {
  if (outcome !== "signed_in") return `${outcome}: ${why}`;
  return broke === undefined ? "signed_in" : `signed_in, and broken: ${broke.why}`;
}
