import type { StepOf } from "../../scenario/model/index.ts";
import type { Stage, StepResult } from "../stage.ts";

/** The IdP says something else of these people from here on. Nothing reaches the SP before the next sign-in. */
export async function driveChange(stage: Stage, step: StepOf<"change">): Promise<StepResult> {
  for (const [person, change] of Object.entries(step.people)) stage.change(person, change);
  return { signIns: [], touchesAccounts: false };
}
