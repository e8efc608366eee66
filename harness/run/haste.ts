import type { Wait } from "../drive/index.ts";
import { isDestroyed } from "./destroyed.ts";
import type { Judged } from "./drive-checks.ts";

/** What is not waited for, the hastiest first. Most libraries ask again at once where the last answer was an error. */
const LEFT_OUT: readonly (readonly Wait[])[] = [["rotated", "healed"], ["healed"], []];

/**
 * An SP may leave a minute between two looks at an issuer's keys, and many leave none. So where a check would wait for
 * that, it is driven without waiting first: passed is passed. Anything else may come of the haste, and the check is driven
 * again, with fresh people, and waits; what had to be waited for is waited for at this SP from then on.
 */
export class Haste {
  /** Of LEFT_OUT: what was never too hasty yet. */
  #level = 0;

  /** `drive` asks `skips` at each wait; `again` drives once more, undefined where that cannot be. */
  async first(
    drive: (skips: Skips) => Promise<Judged>,
    again: (last: Judged, skips: Skips) => Promise<Judged | undefined>,
  ): Promise<Judged> {
    const skipped = new Set<Wait>();
    const skipping = (level: number) => (wait: Wait) => {
      const isLeftOut = LEFT_OUT[level]?.includes(wait) === true;
      if (isLeftOut) skipped.add(wait);
      return isLeftOut;
    };
    let judged = await drive(skipping(this.#level));
    while (!isFinal(judged) && skipped.size > 0) {
      const level = LEFT_OUT.findIndex((left) => [...skipped].some((wait) => !left.includes(wait)));
      skipped.clear();
      const next = await again(judged, skipping(level));
      // Whom the haste has broken for everybody, it has shown for what they are.
      if (next === undefined || next.verdict.verdict === "misconfigured") break;
      judged = next;
      if (judged.verdict.verdict === "passed") this.#level = level;
    }
    return judged;
  }
}

type Skips = (wait: Wait) => boolean;

/** No haste does harm, and what is destroyed is not there for a second try. */
function isFinal(judged: Judged): boolean {
  return judged.verdict.verdict === "passed" || judged.verdict.harm !== undefined || isDestroyed(judged);
}
