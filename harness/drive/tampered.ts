import type { TamperObservation } from "../observe/observation.ts";

/** What became of a corruption that was armed. */
export function tampered(
  name: string,
  told: { readonly delivered: boolean; readonly not_applicable?: string } | null,
): TamperObservation {
  return {
    name,
    delivered: told?.delivered ?? false,
    ...(told?.not_applicable === undefined ? {} : { not_applicable: told.not_applicable }),
  };
}
