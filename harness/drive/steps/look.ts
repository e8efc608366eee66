import type { StepOf } from "../../scenario/model/index.ts";
import type { Stage, StepResult } from "../stage.ts";

/** Observes only: the accounts again, and who the named browser is. */
export async function driveLook(stage: Stage, step: StepOf<"look">): Promise<StepResult> {
  const session = await stage.look(stage.browser(step.browser));
  return { signIns: [], session, touchesAccounts: true };
}
