import type { StepOf } from "../../scenario/model/index.ts";
import type { Stage, StepResult } from "../stage.ts";

/** Changes names of an account by the SP's own hand. */
export async function driveEdit(stage: Stage, { account, names }: StepOf<"edit">): Promise<StepResult> {
  await stage.world.sp.edit(stage.account(account), names, stage.seedContext());
  return { signIns: [], touchesAccounts: true };
}
