import type { Judged } from "./drive-checks.ts";

/** What is destroyed is not there for a second try. */
export function isDestroyed({ observation }: Judged): boolean {
  return observation.variants.some(
    ({ steps, failure }) => failure?.destroyed === true || steps.some(({ destroyed }) => destroyed === true),
  );
}
