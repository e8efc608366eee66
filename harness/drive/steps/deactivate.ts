import type { StepOf } from "../../scenario/model/index.ts";
import type { Stage, StepResult } from "../stage.ts";
import { isOut } from "./is-out.ts";

/** Deactivates an account by the SP's own hand. */
export async function driveDeactivate(stage: Stage, step: StepOf<"deactivate">): Promise<StepResult> {
  const id = stage.account(step.account);
  await stage.world.sp.deactivate(id, stage.seedContext());
  return { signIns: [], touchesAccounts: true, look: { awaits: isOut(id) } };
}
