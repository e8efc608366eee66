import type { StepKind, StepOf } from "../../scenario/model/index.ts";
import type { Stage, StepResult } from "../stage.ts";
import { driveAcceptInvite } from "./accept-invite.ts";
import { driveAge } from "./age.ts";
import { driveApiKey } from "./api-key.ts";
import { driveCall } from "./call.ts";
import { driveChange } from "./change.ts";
import { driveCopy } from "./copy.ts";
import { driveDeactivate } from "./deactivate.ts";
import { driveDeliver } from "./deliver.ts";
import { driveEdit } from "./edit.ts";
import { driveFrontDoor } from "./front-door.ts";
import { driveForgotPassword } from "./forgot-password.ts";
import { driveGrant } from "./grant.ts";
import { driveIdp } from "./idp.ts";
import { driveInvite } from "./invite.ts";
import { driveLink } from "./link.ts";
import { driveLogout } from "./logout.ts";
import { driveLook } from "./look.ts";
import { driveMapping } from "./mapping.ts";
import { driveOrganization } from "./organization.ts";
import { drivePasswordSignIn } from "./password-sign-in.ts";
import { driveReconfigure } from "./reconfigure.ts";
import { driveRefresh } from "./refresh.ts";
import { driveRemove } from "./remove.ts";
import { driveResetPassword } from "./reset-password.ts";
import { driveScim } from "./scim.ts";
import { driveSeed } from "./seed.ts";
import { driveSignIn } from "./sign-in.ts";
import { driveSignOut } from "./sign-out.ts";
import { driveSp } from "./sp.ts";
import { driveTogether } from "./together.ts";
import { driveUninvite } from "./uninvite.ts";
import { driveVisit } from "./visit.ts";

type StepDriver<K extends StepKind> = (stage: Stage, step: StepOf<K>) => Promise<StepResult>;

/** One driver for each kind of step: a new kind is a row here and a file beside. */
const DRIVERS: { readonly [K in StepKind]: StepDriver<K> } = {
  sign_in: using(driveSignIn),
  change: using(driveChange),
  seed: driveSeed,
  grant: driveGrant,
  deactivate: driveDeactivate,
  remove: driveRemove,
  invite: driveInvite,
  uninvite: driveUninvite,
  edit: driveEdit,
  age: driveAge,
  password_sign_in: using(drivePasswordSignIn),
  forgot_password: using(driveForgotPassword),
  reset_password: using(driveResetPassword),
  sign_out: using(driveSignOut),
  link: using(driveLink),
  accept_invite: using(driveAcceptInvite),
  front_door: using(driveFrontDoor),
  visit: using(driveVisit),
  copy: using(driveCopy),
  deliver: using(driveDeliver),
  look: using(driveLook),
  logout: using(driveLogout),
  refresh: using(driveRefresh),
  api_key: using(driveApiKey),
  scim: using((stage: Stage, step: StepOf<"scim">) => driveScim(stage, step)),
  together: using(driveTogether),
  idp: driveIdp,
  mapping: driveMapping,
  reconfigure: driveReconfigure,
  organization: driveOrganization,
  sp: driveSp,
  call: using(driveCall),
};

export function driveStep<K extends StepKind>(stage: Stage, step: StepOf<K>): Promise<StepResult> {
  const driver: StepDriver<K> = DRIVERS[step.kind];
  return driver(stage, step);
}

/** A step in which people use the SP, as against those in which the kit itself writes there. */
function using<S>(driver: (stage: Stage, step: S) => Promise<StepResult>): typeof driver {
  return (stage, step) => stage.world.sp.whileUsed(() => driver(stage, step));
}
