import type { IdpPerson } from "../../port.ts";

/** A person's own claim; undefined where it is absent, also for names that every object inherits. */
export function claimOf(person: IdpPerson, claim: string): unknown {
  return Object.hasOwn(person.claims, claim) ? person.claims[claim] : undefined;
}

/** A claim's value as text: strings as they are, objects and arrays as JSON, null as nothing. */
export function claimText(value: unknown): string {
  if (typeof value === "string") return value;
  if (value === null || value === undefined) return "";
  return JSON.stringify(value);
}
