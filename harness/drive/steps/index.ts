import type { Step, StepKind } from "../../scenario/model/index.ts";
import type { Stage, StepResult } from "../stage.ts";
import { driveDeactivate, driveGrant, driveRemove } from "./account-calls.ts";
import { driveChange } from "./change.ts";
import { driveLook } from "./look.ts";
import { driveSeed } from "./seed.ts";
import { driveSignIn } from "./sign-in.ts";

type StepDriver<K extends StepKind> = (stage: Stage, step: Extract<Step, { kind: K }>) => Promise<StepResult>;

/** One driver for each kind of step: a new kind is a row here and a file beside. */
const DRIVERS: { readonly [K in StepKind]: StepDriver<K> } = {
  sign_in: driveSignIn,
  change: driveChange,
  seed: driveSeed,
  grant: driveGrant,
  deactivate: driveDeactivate,
  remove: driveRemove,
  look: driveLook,
};

export function driveStep<K extends StepKind>(stage: Stage, step: Extract<Step, { kind: K }>): Promise<StepResult> {
  const driver: StepDriver<K> = DRIVERS[step.kind];
  return driver(stage, step);
}
