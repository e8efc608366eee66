import type { Check } from "../plan/index.ts";

/** The first few are of an SP that has just started, and of nothing that lasts. */
const FEWEST = 3;
/** As many of the last say what there is to say. */
const MOST = 2_000;

/** How long checks take at this SP, by those that were driven there: what nobody has tried takes nobody knows how long. */
export class Takes {
  readonly #perStep: number[] = [];
  readonly #jobs: number;

  /** `jobs`: how many checks go at once. */
  constructor(jobs: number) {
    this.#jobs = jobs;
  }

  /** A check of so many steps took so long; one that was not driven has none. */
  add(steps: number, ms: number): void {
    if (steps === 0) return;
    this.#perStep.push(ms / steps);
    if (this.#perStep.length > MOST) this.#perStep.shift();
  }

  /** Milliseconds of so many steps; null where too little was driven to tell. */
  of(steps: number): number | null {
    if (this.#perStep.length < FEWEST) return null;
    const sorted = this.#perStep.toSorted((a, b) => a - b);
    return Math.round((steps * (sorted[Math.floor(sorted.length / 2)] ?? 0)) / this.#jobs);
  }
}

/** Those that are driven: what the plan has settled takes no time. */
export function stepsOf({ settled, variants }: Pick<Check, "settled" | "variants">): number {
  return settled === undefined ? variants.reduce((sum, { steps }) => sum + steps.length, 0) : 0;
}
