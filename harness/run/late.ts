import { setTimeout as pause } from "node:timers/promises";
import type { StepObservation } from "../observe/observation.ts";
import type { Sp } from "../sp/port.ts";
import type { Judged } from "./drive-checks.ts";

/** When the accounts of a check that did not pass are looked at again, in milliseconds after its end. */
const FAILED = [150, 600, 1_500, 3_000];
const OTHERS = [600, 2_500];
/** What is still awaited when nothing else is driven any more is awaited at least so long. */
const LEAST_MS = 1_000;
const TICK_MS = 50;

/** Whether a verdict might be another if the accounts had been looked at later. */
export function mayBeLate({ verdict: { verdict } }: Judged): boolean {
  return !["passed", "not_applicable", "error"].includes(verdict);
}

/**
 * Looks at a check's accounts again and again for a while: what changes in them, though nobody does anything, came too
 * late for the verdict. Tells how late it may have been, in milliseconds; null where nothing changed. `over`: nobody is
 * driven any more.
 */
export async function watch(
  { observation, verdict: { verdict } }: Judged,
  sp: Sp,
  over: () => boolean,
  stopped: () => boolean,
): Promise<number | null> {
  const rested = observation.variants.flatMap(({ ns, steps, failure }) => {
    const last = steps.at(-1);
    return last === undefined || last.unseen !== undefined || failure !== undefined ? [] : [{ ns, last }];
  });
  const began = Date.now();
  for (const due of verdict === "failed" || verdict === "misconfigured" ? FAILED : OTHERS) {
    let early = false;
    for (let passed = 0; passed < due; passed = Date.now() - began) {
      if (stopped()) return null;
      early = over() && passed >= LEAST_MS;
      if (early) break;
      await pause(Math.min(TICK_MS, due - passed));
    }
    for (const { ns, last } of rested) {
      const late = await sp.changedSince(ns, last.after, last.started_at).catch(() => null);
      if (late !== null) return late;
    }
    if (early) return null;
  }
  return null;
}

/** How a check looked at the accounts: what of that decides whether it looked too soon. */
export interface Looking {
  readonly passed: boolean;
  /** The least time for which nothing had changed at one of its looks, in milliseconds; Infinity: it never looked. */
  readonly still_ms: number;
  /** The fewest attributes that were left out of one. */
  readonly left_out: number;
}

export function lookingOf({ observation, verdict: { verdict } }: Judged): Looking {
  const looks = observation.variants.flatMap(({ steps }) => steps.filter(looksAtAccounts).map(({ after }) => after));
  return {
    passed: verdict === "passed",
    still_ms: Math.min(...looks.map(({ still_ms = 0 }) => still_ms)),
    left_out: Math.min(...looks.map(({ left_out = [] }) => left_out.length)),
  };
}

/** Whether a check's looks at the accounts came sooner than this SP is known to be late by now. */
export function lookedTooSoon({ passed, still_ms, left_out }: Looking, sp: Sp): boolean {
  return still_ms < sp.lag.longestMs || (!passed && left_out < sp.restless.length);
}

function looksAtAccounts({ before, after, unseen }: StepObservation): boolean {
  return unseen === undefined && after.at !== before.at;
}
