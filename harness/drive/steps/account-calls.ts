import type { DeactivateStep, GrantStep, RemoveStep } from "../../scenario/model/index.ts";
import type { Stage, StepResult } from "../stage.ts";

const TOUCHED: StepResult = { signIns: [], touchesAccounts: true };

/** Gives a role by the SP's own hand, as an administrator would. */
export async function driveGrant(stage: Stage, step: GrantStep): Promise<StepResult> {
  await stage.world.sp.grant(stage.account(step.account), step.role, stage.seedContext());
  return TOUCHED;
}

export async function driveDeactivate(stage: Stage, step: DeactivateStep): Promise<StepResult> {
  await stage.world.sp.deactivate(stage.account(step.account), stage.seedContext());
  return TOUCHED;
}

/** What is nobody's, after a lawful refusal, is removed already. */
export async function driveRemove(stage: Stage, step: RemoveStep): Promise<StepResult> {
  if (stage.names[step.account] === null) return { signIns: [], touchesAccounts: false };
  await stage.world.sp.remove(stage.account(step.account), stage.seedContext());
  return TOUCHED;
}
