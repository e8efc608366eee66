import { ActionFailed } from "../../sp/index.ts";
import type { StepOf } from "../../scenario/model/index.ts";
import { forged, type Renaming } from "../forge.ts";
import type { Stage, StepResult } from "../stage.ts";

/**
 * Gives what one browser holds to another. Who the other is now is asked only where the step expects something of it:
 * an SP may change a session at every request.
 */
export async function driveCopy(stage: Stage, { from, to, as, expect }: StepOf<"copy">): Promise<StepResult> {
  const { sp } = stage.world;
  const receiver = stage.browser(to);
  if (as === undefined) {
    await sp.copy(stage.browser(from), receiver);
    stage.learn(receiver, stage.knownSession(stage.browser(from)));
  } else {
    const [own, wanted] = [namesOf(stage, from), namesOf(stage, as)];
    const renaming: Renaming = Object.entries(own).flatMap(([what, name]) => {
      const other = wanted[what];
      return other === undefined ? [] : [[name, other]];
    });
    await sp.copy(stage.browser(from), receiver, (value) => forged(value, renaming));
  }
  if (expect === undefined) return { signIns: [], touchesAccounts: false };
  return { signIns: [], session: await stage.look(receiver), touchesAccounts: true };
}

/** By what a cookie may name whoever is signed in there. */
function namesOf(stage: Stage, browser: string): { readonly [what: string]: string } {
  const known = stage.knownSession(stage.browser(browser));
  if (known === undefined)
    throw new ActionFailed(`nobody is signed in at browser ${browser}, whose cookies could be written`);
  const { email, preferred_username, subject }: { readonly [claim: string]: unknown } =
    known.person === null ? {} : stage.person(known.person).claims;
  const named = { email, subject, preferred_username, account: known.account };
  return Object.fromEntries(
    Object.entries(named).flatMap(([what, name]) => (typeof name === "string" && name !== "" ? [[what, name]] : [])),
  );
}
