import { appendFileSync } from "node:fs";

/**
 * Counts what a test tried, for one command that adds all up: where `JITTERBUG_TRIED` names a file, a JSON line
 * `{ "area", "tried", "survived" }` is appended to it. One line is one write, so that files of tests may run at once.
 */
export function tried(area: string, count: number, survived: number): void {
  const file = process.env["JITTERBUG_TRIED"];
  if (file) appendFileSync(file, `${JSON.stringify({ area, tried: count, survived })}\n`);
}
