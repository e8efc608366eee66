import { expect, it } from "vitest";
import { stepsOf, Takes } from "../../harness/console/takes.ts";
import { signIn } from "../judge/stage.ts";

it("nobody knows how long checks take before some were driven; then by the median of a step, so many at once", () => {
  const takes = new Takes(2);
  for (const ms of [4_000, 200]) takes.add(2, ms);
  takes.add(0, 5);
  expect(takes.of(100)).toBeNull();
  takes.add(1, 300);
  expect(takes.of(100)).toBe(15_000);
});

it("what the plan has settled takes no time", () => {
  const variant = { name: null, ns: "k3x9q2ab", people: {}, accounts: [], invitations: [], steps: [] };
  const variants = [variant, { ...variant, steps: [signIn(), signIn()] }, { ...variant, steps: [signIn()] }];
  expect(stepsOf({ variants })).toBe(3);
  expect(stepsOf({ variants, settled: { verdict: "not_applicable", reason: "no such thing" } })).toBe(0);
});
