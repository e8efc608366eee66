import { appendFileSync, existsSync, readFileSync } from "node:fs";

/**
 * Counts what a test tried, for one command that adds all up: where `JITTERBUG_TRIED` names a file, a JSON line
 * `{ "area", "tried", "survived" }` is appended to it. One line is one write, so that files of tests may run at once.
 */
export function tried(area: string, count: number, survived: number): void {
  const file = process.env["JITTERBUG_TRIED"];
  if (file) appendFileSync(file, `${JSON.stringify({ area, tried: count, survived })}\n`);
}

export interface Count {
  readonly tried: number;
  readonly survived: number;
}

/** What a file of such lines comes to, by area in the order in which they were first named. */
export function tally(file: string): Map<string, Count> {
  const sums = new Map<string, Count>();
  if (!existsSync(file)) return sums;
  for (const line of readFileSync(file, "utf8").trimEnd().split("\n")) {
    const { area, tried: count, survived } = JSON.parse(line) as Count & { readonly area: string };
    const before = sums.get(area) ?? { tried: 0, survived: 0 };
    sums.set(area, { tried: before.tried + count, survived: before.survived + survived });
  }
  return sums;
}
