import type { Waits } from "../scenario/model/index.ts";

/** A bound of time of the target file's `limits`. */
export type LimitName = keyof Waits;

/** What one reading of the accounts may show, on all its pages together. */
export const MOST_CHARACTERS = 64 * 1024 * 1024;

/** Which bound an error comes of, by itself or by what caused it; null where it comes of none. */
export function limitOf(error: unknown): LimitName | null {
  for (let one = error; one instanceof Error; one = one.cause) {
    if ("limit" in one && typeof one.limit === "string") return one.limit as LimitName;
  }
  return null;
}
