import type { StepOf } from "../../scenario/model/index.ts";
import type { Stage, StepResult } from "../stage.ts";
import { isOut } from "./is-out.ts";

/** Removes an account by the SP's own hand. What is nobody's, after a lawful refusal, is removed already. */
export async function driveRemove(stage: Stage, step: StepOf<"remove">): Promise<StepResult> {
  if (stage.names[step.account] === null) return { signIns: [], touchesAccounts: false };
  const id = stage.account(step.account);
  await stage.world.sp.remove(id, stage.seedContext());
  return { signIns: [], touchesAccounts: true, look: { awaits: isOut(id) } };
}
