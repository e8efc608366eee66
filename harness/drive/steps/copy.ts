import type { StepOf } from "../../scenario/model/index.ts";
import type { Stage, StepResult } from "../stage.ts";

/**
 * Gives what one browser holds to another. Who the other is now is asked only where the step expects something of it:
 * an SP may change a session at every request.
 */
export async function driveCopy(stage: Stage, { from, to, expect }: StepOf<"copy">): Promise<StepResult> {
  const { sp } = stage.world;
  const receiver = stage.browser(to);
  await sp.copy(stage.browser(from), receiver);
  stage.learn(receiver, stage.knownSession(stage.browser(from)));
  if (expect === undefined) return { signIns: [], touchesAccounts: false };
  return { signIns: [], session: await stage.look(receiver), touchesAccounts: true };
}
