import type { StepOf } from "../../scenario/model/index.ts";
import type { Stage, StepResult } from "../stage.ts";

/** Nobody is in the organization any more, and it has so many seats until the check ends. Throws ERR_SEED. */
export async function driveOrganization(stage: Stage, { seats }: StepOf<"organization">): Promise<StepResult> {
  const { sp } = stage.world;
  const context = stage.seedContext();
  // Before it is done: a call that fails may have done half of it.
  if (seats !== undefined) stage.altered({ undo: () => sp.organization(context) });
  await sp.organization(context, seats);
  return { signIns: [], touchesAccounts: true };
}
