import type { Check } from "../plan/index.ts";

/**
 * How long checks take at this SP, by the steps that were done there: in runs, and by hand. What nobody has tried yet takes
 * nobody knows how long.
 */
export class Takes {
  #steps = 0;
  #ms = 0;

  /** So many steps took so long, one after the other. */
  add(steps: number, ms: number): void {
    this.#steps += steps;
    this.#ms += ms;
  }

  /** Milliseconds of so many steps, `jobs` of them at once; null where none was done yet. */
  of(steps: number, jobs: number): number | null {
    return this.#steps === 0 ? null : Math.round((steps * this.#ms) / this.#steps / jobs);
  }
}

/** Those that are driven: what the plan has settled takes no time. */
export function stepsOf({ settled, variants }: Pick<Check, "settled" | "variants">): number {
  return settled === undefined ? variants.reduce((sum, { steps }) => sum + steps.length, 0) : 0;
}
