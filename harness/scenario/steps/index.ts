/** The kinds of step. A new one is a file here and a line in this table. */
import type { Step } from "../model/index.ts";
import { PLANNED_STEPS } from "../planned.ts";
import type { Cursor } from "../schema/cursor.ts";
import { keyed } from "../schema/keyed.ts";
import { acceptInvite } from "./accept-invite.ts";
import { change } from "./change.ts";
import { copy } from "./copy.ts";
import { deactivate } from "./deactivate.ts";
import { grant } from "./grant.ts";
import { invite } from "./invite.ts";
import type { StepRegistration } from "./kind.ts";
import { link } from "./link.ts";
import { look } from "./look.ts";
import { passwordSignIn } from "./password-sign-in.ts";
import { remove } from "./remove.ts";
import { seed } from "./seed.ts";
import { signIn } from "./sign-in.ts";
import { signOut } from "./sign-out.ts";
import { visit } from "./visit.ts";

export const STEP_KINDS: readonly StepRegistration[] = [
  signIn,
  change,
  seed,
  grant,
  deactivate,
  remove,
  invite,
  passwordSignIn,
  signOut,
  link,
  acceptInvite,
  visit,
  copy,
  look,
];

export type WrittenStep = Readonly<Record<string, unknown>>;

export const stepSchema = keyed<WrittenStep>({
  what: "a step",
  schemas: Object.fromEntries(STEP_KINDS.map(({ kind, schema }) => [kind, schema])),
  planned: PLANNED_STEPS,
});

/** The schema has seen to it that one kind's key is there. */
export function buildStep(written: WrittenStep, at: Cursor): readonly Step[] {
  const registration = STEP_KINDS.find(({ kind }) => Object.hasOwn(written, kind));
  return registration === undefined ? [] : [registration.build(written, at)];
}
