import { readFileSync, writeFileSync } from "node:fs";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
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
    requireWithin(await costOf(look), bounds);
    counts.survived += 1;
  };
}

/** What it costs this process to look. */
export async function costOf(look: () => unknown): Promise<Bounds> {
  const before = atRest();
  const cpu = process.cpuUsage();
  await look();
  const { user, system } = process.cpuUsage(cpu);
  return { cpuMs: (user + system) / 1_000, mebibytes: peak() - before };
}

let rest = Infinity;

/** What is held before an input comes. What others left, and is not yet collected, would hide as much. */
function atRest(): number {
  forgetPeak();
  if (peak() > rest + 50) {
    setFlagsFromString("--expose-gc");
    (runInNewContext("gc") as () => void)();
    forgetPeak();
    rest = peak();
  }
  rest = Math.min(rest, peak());
  return peak();
}

/** Linux forgets a process's greatest memory on demand (proc_pid_clear_refs(5)): what an input before took hides nothing. */
function forgetPeak(): void {
  if (process.platform === "linux") writeFileSync("/proc/self/clear_refs", "5");
}

/** MiB. Elsewhere than on Linux it never comes down again. */
function peak(): number {
  if (process.platform !== "linux") return process.resourceUsage().maxRSS / 1024;
  return Number(/^VmHWM:\s*(\d+) kB/m.exec(readFileSync("/proc/self/status", "utf8"))?.[1]) / 1024;
}

export function requireWithin({ cpuMs, mebibytes }: Bounds, bounds: Bounds): void {
  expect(cpuMs, "milliseconds of CPU").toBeLessThan(bounds.cpuMs);
  expect(mebibytes, "mebibytes of memory").toBeLessThan(bounds.mebibytes);
}
