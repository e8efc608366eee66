import { expect, it } from "vitest";
import { stepsOf, Takes } from "../../harness/console/takes.ts";
import { signIn } from "../judge/stage.ts";

it("nobody knows how long checks take before one was tried; then by the mean of all steps, so many at once", () => {
  const takes = new Takes();
  expect(takes.of(100, 2)).toBeNull();
  takes.add(1, 100);
  expect(takes.of(100, 1)).toBe(10_000);
  takes.add(3, 500);
  expect(takes.of(100, 2)).toBe(7_500);
});

it("what the plan has settled takes no time", () => {
  const variant = { name: null, ns: "k3x9q2ab", people: {}, accounts: [], invitations: [], steps: [] };
  const variants = [variant, { ...variant, steps: [signIn(), signIn()] }, { ...variant, steps: [signIn()] }];
  expect(stepsOf({ variants })).toBe(3);
  expect(stepsOf({ variants, settled: { verdict: "not_applicable", reason: "no such thing" } })).toBe(0);
});
