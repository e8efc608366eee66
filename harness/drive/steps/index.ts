import type { Step, StepKind } from "../../scenario/model/index.ts";
import type { Stage, StepResult } from "../stage.ts";
import { driveAcceptInvite } from "./accept-invite.ts";
import { driveDeactivate, driveGrant, driveRemove } from "./account-calls.ts";
import { driveChange } from "./change.ts";
import { driveCopy } from "./copy.ts";
import { driveInvite } from "./invite.ts";
import { driveLink } from "./link.ts";
import { driveLook } from "./look.ts";
import { drivePasswordSignIn } from "./password-sign-in.ts";
import { driveSeed } from "./seed.ts";
import { driveSignIn } from "./sign-in.ts";
import { driveSignOut } from "./sign-out.ts";
import { driveVisit } from "./visit.ts";

type StepDriver<K extends StepKind> = (stage: Stage, step: Extract<Step, { kind: K }>) => Promise<StepResult>;

/** One driver for each kind of step: a new kind is a row here and a file beside. */
const DRIVERS: { readonly [K in StepKind]: StepDriver<K> } = {
  sign_in: driveSignIn,
  change: driveChange,
  seed: driveSeed,
  grant: driveGrant,
  deactivate: driveDeactivate,
  remove: driveRemove,
  invite: driveInvite,
  password_sign_in: drivePasswordSignIn,
  sign_out: driveSignOut,
  link: driveLink,
  accept_invite: driveAcceptInvite,
  visit: driveVisit,
  copy: driveCopy,
  look: driveLook,
};

/** Steps by which the kit writes at the SP. */
const BY_THE_KIT: ReadonlySet<StepKind> = new Set(["seed", "grant", "deactivate", "remove", "invite"]);

export function driveStep<K extends StepKind>(stage: Stage, step: Extract<Step, { kind: K }>): Promise<StepResult> {
  const driver: StepDriver<K> = DRIVERS[step.kind];
  const drive = () => driver(stage, step);
  return BY_THE_KIT.has(step.kind) ? drive() : stage.world.sp.whileUsed(drive);
}
