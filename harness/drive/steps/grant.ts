import type { StepOf } from "../../scenario/model/index.ts";
import type { Stage, StepResult } from "../stage.ts";

/** Gives a role by the SP's own hand, as an administrator would. */
export async function driveGrant(stage: Stage, step: StepOf<"grant">): Promise<StepResult> {
  await stage.world.sp.grant(stage.account(step.account), step.role, stage.seedContext());
  return { signIns: [], touchesAccounts: true };
}
