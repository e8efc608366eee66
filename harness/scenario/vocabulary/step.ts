/** What everybody asks of a step, whatever its kind; each answer stands in the row of its kind (`steps/x.ts`). */
import type { Place } from "../../errors.ts";
import type { OwnCode } from "../model/own-code.ts";
import type { Invitation, SeededAccount, Step, StepKind, StepOf } from "../model/step.ts";
import { STEPS } from "../steps/index.ts";
import type { Rendering } from "../steps/rendering.ts";
import type { Changes, PasswordOf, SignInsOf, StepFault, StepRow, Tampering } from "../steps/row.ts";

export { accountFor, seeding } from "../steps/seed.ts";
export type { Rendering } from "../steps/rendering.ts";
export type { Tampering } from "../steps/row.ts";

function rowOf<K extends StepKind>(step: StepOf<K>): StepRow<StepOf<K>> {
  return STEPS[step.kind];
}

/** One line for a person: `sign_in: ada (tamper nothing)`. */
export function titleOf(step: Step): string {
  return `${step.kind}: ${rowOf(step).title(step)}`;
}

/** Where a shared step stands, and where it is used; undefined for a step that stands in the scenario itself. */
export function originOf({ place, used = [] }: Step): string | undefined {
  const told = ({ file, line }: Place): string => `${file}:${line}`;
  return used.length === 0 ? undefined : `${told(place)}, used at ${used.map(told).join(", used at ")}`;
}

/** What a step does, as one sentence without its full stop. */
export function stepInWords(step: Step): string {
  return rowOf(step).words(step);
}

/** The ability of a target that a step needs by itself. */
export function abilityOf(step: Step): string | undefined {
  return rowOf(step).ability;
}

/** A step with its own templates filled in; what is expected after it is as it was. */
export function rendered(step: Step, to: Rendering): Step {
  return rowOf(step).render(step, to);
}

/** Whether `outcome` can say how it ended. */
export function endsAsSignIn(step: Step): boolean {
  return rowOf(step).endsAsSignIn === true;
}

/** Whether it may end at the SP's own door, before the IdP is asked. */
export function startsAtDoor(step: Step): boolean {
  return rowOf(step).startsAtDoor === true;
}

/** Who comes through the IdP in a step, and how often. */
export function throughIdp(step: Step): readonly SignInsOf[] {
  return rowOf(step).throughIdp?.(step) ?? [];
}

/** How many sign-ins are made at the same moment. */
export function atOnce(step: Step): number {
  return rowOf(step).atOnce?.(step) ?? 0;
}

/** Where the connection's `sign_in` is asked to lead to. */
export function leadsTo(step: Step): string | undefined {
  return rowOf(step).leadsTo?.(step);
}

/** The corruption of what the IdP sends in a step, and where it is sent. */
export function tamperingOf(step: Step): Tampering | undefined {
  return rowOf(step).tamper?.(step);
}

/** The claims of which a step tells the SP another name. */
export function editedBy(step: Step): readonly string[] {
  return rowOf(step).edits?.(step) ?? [];
}

/** What the IdP says of people from a step on. */
export function changesOf(step: Step): Changes {
  return rowOf(step).changes?.(step) ?? {};
}

/** Accounts that a step creates. */
export function seededBy(step: Step): readonly SeededAccount[] {
  return rowOf(step).seeds?.(step) ?? [];
}

/** Invitations that a step makes. */
export function invitedBy(step: Step): readonly Invitation[] {
  return rowOf(step).invites?.(step) ?? [];
}

/** Who has an account from a step on, without having signed in. */
export function providedBy(step: Step): string | undefined {
  return rowOf(step).provides?.(step);
}

/** Whether a step removes an account. */
export function isRemoval(step: Step): boolean {
  return rowOf(step).removes?.(step) === true;
}

/** The name of the account that a step takes out of use. */
export function deactivatedBy(step: Step): string | undefined {
  return rowOf(step).deactivates?.(step);
}

/** Whether a step may happen only while nothing else is driven. */
export function needsQuiet(step: Step): boolean {
  return rowOf(step).needsQuiet?.(step) === true;
}

/** Whether the connection's metadata must list a second certificate for a step. */
export function needsSecondCertificate(step: Step): boolean {
  return rowOf(step).needsSecondCertificate?.(step) === true;
}

/** Whether the connection must say where the SP is told that somebody has signed out. */
export function needsLogout(step: Step): boolean {
  return rowOf(step).needsLogout === true;
}

/** The browser that a step names for those after it. */
export function browserNamedBy(step: Step): string | undefined {
  return rowOf(step).namesBrowser?.(step);
}

/** The browser that a step goes on in, with the keys that lead to its name. */
export function goesOnIn(step: Step): { readonly browser: string; readonly path: StepFault["path"] } | undefined {
  return rowOf(step).goesOnIn?.(step);
}

/** The name under which a step keeps an answer of the IdP. */
export function heldBy(step: Step): string | undefined {
  return rowOf(step).holds?.(step);
}

/** The kept answers that a step brings to the SP, with the keys that lead to their names. */
export function deliveredBy(step: Step): readonly { readonly answer: string; readonly path: StepFault["path"] }[] {
  return rowOf(step).delivers?.(step) ?? [];
}

/** Whose own password a step gives, where it says none. */
export function passwordOf(step: Step): PasswordOf | undefined {
  return rowOf(step).passwordOf?.(step);
}

/** Modules of the user's own that do a step. */
export function codeDoing(step: Step): readonly OwnCode[] {
  return rowOf(step).asks?.(step) ?? [];
}

/** What is wrong with a step, beyond its shape and its names. */
export function faultsOf(step: Step): readonly StepFault[] {
  return rowOf(step).faults?.(step) ?? [];
}
