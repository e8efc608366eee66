import { isWrong } from "../report/index.ts";
import type { Sparing } from "../run/options.ts";

/**
 * Spares a run all other checks once so many have gone wrong. What is known to fail, and what is only warned of, does not
 * count; neither does a first look that another one did not bear out.
 */
export function bailAfter(most: number): Sparing {
  const wrong = new Set<string>();
  return {
    saw({ check, verdict }) {
      if (isWrong({ verdict })) wrong.add(check.name);
      else wrong.delete(check.name);
    },
    isSpared: ({ name }) => wrong.size >= most && !wrong.has(name),
  };
}
