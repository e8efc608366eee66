/** The kinds of step. A new one is a file here and a line in this table, and the like in drive/steps. */
import { PLANNED_STEPS } from "../planned.ts";
import type { Cursor } from "../schema/cursor.ts";
import { keyed } from "../schema/keyed.ts";
import { useSchema } from "../schema/shared.ts";
import { acceptInvite } from "./accept-invite.ts";
import { age } from "./age.ts";
import { apiKey } from "./api-key.ts";
import { call } from "./call.ts";
import { change } from "./change.ts";
import { copy } from "./copy.ts";
import { deliver } from "./deliver.ts";
import { deactivate } from "./deactivate.ts";
import { edit } from "./edit.ts";
import { frontDoor } from "./front-door.ts";
import { forgotPassword } from "./forgot-password.ts";
import { grant } from "./grant.ts";
import { idp } from "./idp.ts";
import { invite } from "./invite.ts";
import { link } from "./link.ts";
import { logout } from "./logout.ts";
import { look } from "./look.ts";
import { mapping } from "./mapping.ts";
import { organization } from "./organization.ts";
import { passwordSignIn } from "./password-sign-in.ts";
import { reconfigure } from "./reconfigure.ts";
import { refresh } from "./refresh.ts";
import { remove } from "./remove.ts";
import type { ByHand, StepRow } from "./row.ts";
import { resetPassword } from "./reset-password.ts";
import { scim } from "./scim.ts";
import { seed } from "./seed.ts";
import { signIn } from "./sign-in.ts";
import { signOut } from "./sign-out.ts";
import { sp } from "./sp.ts";
import { together } from "./together.ts";
import { uninvite } from "./uninvite.ts";
import { visit } from "./visit.ts";

const ROWS = {
  sign_in: signIn,
  change,
  seed,
  grant,
  deactivate,
  remove,
  invite,
  uninvite,
  edit,
  age,
  password_sign_in: passwordSignIn,
  forgot_password: forgotPassword,
  reset_password: resetPassword,
  sign_out: signOut,
  link,
  accept_invite: acceptInvite,
  front_door: frontDoor,
  visit,
  copy,
  deliver,
  look,
  logout,
  refresh,
  api_key: apiKey,
  scim,
  together,
  idp,
  mapping,
  reconfigure,
  organization,
  sp,
  call,
};

export type StepKind = keyof typeof ROWS;
export type Step = { readonly [K in StepKind]: (typeof ROWS)[K] extends StepRow<infer S> ? S : never }[StepKind];
/** A step of one kind. */
export type StepOf<K extends StepKind> = Extract<Step, { readonly kind: K }>;

/** The kinds of step, in the order in which they are told. */
export const STEPS: { readonly [K in StepKind]: StepRow<StepOf<K>> } = ROWS;

/** The kinds that are a list of the target file's `drive`, and what each is to those who know no kind. */
export const BY_HAND: ReadonlyMap<string, ByHand<Step>> = new Map(
  Object.values(STEPS).flatMap(({ kind, byHand }) => (byHand === undefined ? [] : [[kind, byHand]])),
);

/** Whether a list of `drive` asks for a mail. */
export function waitsForMail(name: string): boolean {
  return BY_HAND.get(name)?.mail === "comes";
}

/** Whether it begins with the link of one. */
export function followsMail(name: string): boolean {
  return BY_HAND.get(name)?.mail === "followed";
}

export type { Trial, TrialNames } from "./row.ts";

export type WrittenStep = Readonly<Record<string, unknown>>;

export const stepSchema = keyed<WrittenStep>({
  what: "a step",
  schemas: {
    ...Object.fromEntries(Object.values(STEPS).map(({ kind, schema }) => [kind, schema])),
    use: useSchema,
  },
  planned: PLANNED_STEPS,
});

/** The schema has seen to it that one kind's key is there; a `use` has become the steps that it stands for. */
export function buildStep(written: WrittenStep, at: Cursor): readonly Step[] {
  const registration = Object.values(STEPS).find(({ kind }) => Object.hasOwn(written, kind));
  return registration === undefined ? [] : [registration.build(written, at)];
}
