import { expect, it } from "vitest";
import { runHostile, verdictsOf } from "./hostile.ts";

it("drives no check that what was judged before has made needless, and calls the result partial", async () => {
  const saw: string[] = [];
  const seen = await runHostile(
    { faults: ["answers-500", "creates-then-500", "honest"] },
    {
      sparing: {
        saw: ({ check, verdict }) => void saw.push(`${check.connection} ${verdict.verdict}`),
        isSpared: ({ connection }) => connection === "honest" && saw.length > 1,
      },
    },
  );
  expect(saw).toEqual(["answers-500 failed", "creates-then-500 failed"]);
  expect(verdictsOf(seen)).toEqual({ "answers-500": "failed", "creates-then-500": "failed" });
  expect(seen.events.filter(({ type }) => type === "check_started")).toHaveLength(2);
  expect(seen.result.partial).toBe(true);
});
