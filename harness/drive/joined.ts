import { defined } from "../defined.ts";
import { diffSnapshots } from "../observe/account.ts";
import type { SignInObservation } from "../observe/observation.ts";
import type { Snapshot } from "../observe/snapshot.ts";
import type { StepResult } from "./stage.ts";

/**
 * An SP that takes a second person into the account of the first changes that account and may keep the session as it
 * is: then it is the second person's, too, whom the IdP vouched for and nobody told off.
 */
export function withJoined(result: StepResult, before: Snapshot, after: Snapshot): StepResult {
  if (result.signIns.every(({ earlier_session }) => earlier_session === undefined)) return result;
  const changed = new Set(diffSnapshots(before, after).changed.map(({ after: { id } }) => id));
  const signIns = result.signIns.map((one) => joined(one, changed));
  const session = signIns.find(({ outcome }) => outcome === "signed_in")?.session;
  return { ...result, signIns, ...defined({ session }) };
}

function joined(signIn: SignInObservation, changed: ReadonlySet<string>): SignInObservation {
  const { earlier_session: earlier, notes: _, ...rest } = signIn;
  if (earlier === undefined || earlier.told_off || rest.idp_answered !== true || rest.rate_limited !== undefined)
    return signIn;
  const { account } = earlier;
  if (!changed.has(account)) return signIn;
  return {
    ...rest,
    outcome: "signed_in",
    why: `signed in as account ${account}, whose session was there before, and which changed`,
    session: { state: "signed_in", account },
  };
}
