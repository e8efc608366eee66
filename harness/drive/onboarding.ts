import type { SignInObservation } from "../observe/observation.ts";
import type { Expect, Step } from "../scenario/model/index.ts";
import { endingsOf } from "../scenario/vocabulary/index.ts";
import { ActionFailed } from "../sp/index.ts";
import type { Sp } from "../sp/port.ts";
import type { Arrival } from "./walk.ts";

/** SPs at which the onboarding was seen to work: what they refuse from then on is their own doing. */
const proven = new WeakSet<Sp>();

/**
 * Where the SP refuses what `after_sign_in` asks of it, and nobody is signed in, the person may have been let in, and
 * the target file may have stopped half way. That is no verdict on the SP. Throws ActionFailed.
 */
export function blameOnboarding(
  sp: Sp,
  step: Pick<Step, "expect">,
  { refused }: Arrival,
  { outcome }: Pick<SignInObservation, "outcome">,
): void {
  if (outcome === "signed_in" && refused === undefined) proven.add(sp);
  if (refused === undefined || outcome !== "refused" || proven.has(sp) || !demandsSession(step.expect)) return;
  throw new ActionFailed(`${refused}, and nobody is signed in: ${CURE}`);
}

/** Whether nothing but a session will do. */
function demandsSession(expect: Expect | undefined): boolean {
  return expect !== undefined && endingsOf(expect).some(({ any }) => any.every((one) => one === "signed_in"));
}

const CURE =
  "correct after_sign_in: it must send what the SP's own page does (`headers` may hold `{{kept.NAME}}`), and only where there is something to do (`if`)";
