import { describe, expect, it } from "vitest";
import { runHostile, verdictsOf } from "./hostile.ts";

describe("the bounds of time of a target file", { timeout: 120_000 }, () => {
  it("decide how long an answer may take", async () => {
    const seen = await runHostile({ faults: ["hangs", "drips"], limits: { answer: 5 } });
    for (const { verdict, observation } of seen.finished) {
      expect(verdict.reason).toMatch(/got broken: timeout at .* in 5000 ms/);
      expect(observation.variants[0]?.cut_off).toEqual(["answer"]);
    }
    expect(verdictsOf(seen)).toEqual({ hangs: "failed", drips: "failed" });
  });

  it("are no reason to judge: what ran into one in company is driven again alone", async () => {
    const busy = { faults: ["observe-busy", "honest"], env: { BUSY_READS: "30" }, limits: { answer: 5 } };
    const alone = await runHostile({ ...busy, env: { BUSY_READS: "1" } }, { jobs: 2 });
    expect(verdictsOf(alone)).toEqual({ "observe-busy": "passed", honest: "passed" });
    expect(alone.events.filter(({ type }) => type === "check_started")).toHaveLength(3);
    const always = await runHostile(busy, { jobs: 2 });
    expect(always.finished.find(({ check }) => check.connection === "observe-busy")?.verdict).toMatchObject({
      verdict: "misconfigured",
      reason: expect.stringContaining("no whole answer within 5 s (see limits)") as unknown,
    });
  });
});
