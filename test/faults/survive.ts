import { afterAll, expect } from "vitest";
import { tried } from "../tried.ts";

/** What one hostile input may cost the process that takes it. */
export interface Bounds {
  /** CPU time, not the clock: a busy machine makes nothing fail, and what waits costs nothing. */
  readonly cpuMs: number;
  /** How much higher than before the process's greatest memory may come to be. */
  readonly mebibytes: number;
}

/** Three times and more of what the dearest input takes on a slow machine: what grows with the square of its size goes far beyond. */
const USUAL: Bounds = { cpuMs: 8_000, mebibytes: 200 };

/**
 * Counts what was tried and what survived, by area, and tells it at the end of the file. An input survives where `look`
 * throws nothing and stays within the bounds.
 */
export function survivors(corpus: string): (area: string, look: () => unknown, bounds?: Bounds) => Promise<void> {
  const tally = new Map<string, { tried: number; survived: number }>();
  afterAll(() => {
    for (const [area, counts] of tally) {
      console.log(`${corpus}, ${area}: ${counts.survived} of ${counts.tried} survived`);
      tried(`${corpus}, ${area}`, counts.tried, counts.survived);
    }
  });
  return async (area, look, bounds = USUAL) => {
    const counts = tally.get(area) ?? { tried: 0, survived: 0 };
    tally.set(area, counts);
    counts.tried += 1;
    const before = process.resourceUsage();
    await look();
    const after = process.resourceUsage();
    const cpuMs = (after.userCPUTime + after.systemCPUTime - before.userCPUTime - before.systemCPUTime) / 1_000;
    const mebibytes = (after.maxRSS - before.maxRSS) / 1024;
    expect(cpuMs, "milliseconds of CPU").toBeLessThan(bounds.cpuMs);
    expect(mebibytes, "mebibytes of memory").toBeLessThan(bounds.mebibytes);
    counts.survived += 1;
  };
}
