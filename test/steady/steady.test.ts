import { describe, expect, test } from "vitest";
import { race, RACES } from "../bench/races.ts";
import { steadiness } from "../bench/steady.ts";

/**
 * Steadiness is measured on a machine that does nothing else, so these run by themselves and not beside the other
 * tests: JITTERBUG_STEADY=sample (as CI does) or JITTERBUG_STEADY=whole, which takes half an hour.
 */
const asked = process.env["JITTERBUG_STEADY"];
const long = asked === "whole";
/** Of the sample: a part of the scenarios, the one of JITTERBUG_PART where CI says which. */
const SHARD = long ? undefined : (process.env["JITTERBUG_PART"] ?? "1/3");
const BOUND_MS = long ? 3_600_000 : 900_000;
const ROUNDS: readonly (readonly [jobs: number, loaded: boolean])[] = long
  ? [
      [1, false],
      [8, false],
      [8, true],
    ]
  : [[8, false]];

describe.skipIf(asked === undefined)(
  `steadiness${asked === undefined ? " [SKIPPED: JITTERBUG_STEADY is not set]" : ""}`,
  () => {
    test.for(RACES)("$scenario.id catches its defect every time", { timeout: BOUND_MS }, async (one) => {
      const times = long ? 50 : 2;
      for (const { verdicts } of await race(one, times, true)) expect(verdicts).toEqual({ failed: times });
    });

    test.for(RACES)("$scenario.id is never red on the lawful SP", { timeout: BOUND_MS }, async (one) => {
      const times = long ? 200 : 3;
      for (const { verdicts } of await race(one, times, false)) expect(verdicts).toEqual({ passed: times });
    });

    for (const [jobs, loaded] of ROUNDS) {
      const title = `the conformance run ends the same every time at --jobs ${jobs}${loaded ? ", every core busy" : ""}`;
      test(title, { timeout: BOUND_MS }, async () => {
        const { checks, unsteady, statuses } = await steadiness(long ? 20 : 2, jobs, loaded, SHARD);
        expect(checks).toBeGreaterThan(100);
        expect(unsteady).toEqual({});
        expect([...new Set(statuses)]).toEqual([0]);
      });
    }
  },
);
