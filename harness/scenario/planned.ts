/** Words of the vocabulary that are known by name and not yet available: using one is a clear fault. */

import { list, quote } from "./faults.ts";

export const PLANNED_STEPS = [] as const;

export const PLANNED_SIGN_IN_OPTIONS = [] as const;

export const PLANNED_EXPECTATIONS = [] as const;

export const PLANNED_GIVEN = ["issuers"] as const;

/** The one way in which a word of the vocabulary that is still to come is refused. */
export function plannedWord(
  word: string,
  names: readonly string[],
): { message: string; params: { key: true; hint?: string } } {
  // A list of every knob would help nobody.
  const hint =
    names.length > 24 ? { hint: "Take it out for now." } : { hint: `Available now: ${list(names.map(quote), "and")}.` };
  return { message: `${quote(word)} is planned, not yet available`, params: { key: true, ...hint } };
}
