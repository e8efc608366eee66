import type { StepOf } from "../../scenario/model/index.ts";
import type { Stage, StepResult } from "../stage.ts";

/** The SP reads some claims under other names from here on, or gives a role for another group. Throws ERR_SEED. */
export async function driveMapping(stage: Stage, { claims, groups = {} }: StepOf<"mapping">): Promise<StepResult> {
  const own = stage.connection(stage.check.connection);
  // Before it is done: a call that fails may have done half of it.
  stage.altered({ undo: () => stage.world.sp.map(own) });
  await stage.world.sp.map(own, { claims, groups });
  return { signIns: [], touchesAccounts: false };
}
