import type { Account } from "../../observe/snapshot.ts";
import type { StepOf } from "../../scenario/model/index.ts";
import type { Stage, StepResult } from "../stage.ts";

const TOUCHED: StepResult = { signIns: [], touchesAccounts: true };

/** Gives a role by the SP's own hand, as an administrator would. */
export async function driveGrant(stage: Stage, step: StepOf<"grant">): Promise<StepResult> {
  await stage.world.sp.grant(stage.account(step.account), step.role, stage.seedContext());
  return TOUCHED;
}

export async function driveDeactivate(stage: Stage, step: StepOf<"deactivate">): Promise<StepResult> {
  const id = stage.account(step.account);
  await stage.world.sp.deactivate(id, stage.seedContext());
  return { ...TOUCHED, look: { awaits: isOut(id) } };
}

/** What is nobody's, after a lawful refusal, is removed already. */
export async function driveRemove(stage: Stage, step: StepOf<"remove">): Promise<StepResult> {
  if (stage.names[step.account] === null) return { signIns: [], touchesAccounts: false };
  const id = stage.account(step.account);
  await stage.world.sp.remove(id, stage.seedContext());
  return { ...TOUCHED, look: { awaits: isOut(id) } };
}

/** Gone, or inactive; of an SP that shows neither, nothing is waited for. */
function isOut(id: string): (accounts: readonly Account[]) => boolean {
  return (accounts) => accounts.every((one) => one.id !== id || one.active === false || one.active === undefined);
}
