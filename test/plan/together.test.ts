import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { isForged, makePlan, movedTo, together } from "../../harness/plan/index.ts";
import { loadScenarios, loadTarget } from "../../harness/scenario/index.ts";
import { ROOT } from "../architecture/imports.ts";

const select = { protocols: [], profiles: [], ids: [], tags: [], policies: [] };
const scenarios = loadScenarios([join(ROOT, "scenarios")], { root: ROOT });
const target = loadTarget(join(ROOT, "sp-reference/jitterbug.yaml"), { env: {} });
const plan = makePlan({ scenarios, target, select, mint: (n) => `n${String(n).padStart(7, "0")}` });
const driven = plan.checks.filter(({ settled }) => settled === undefined);
const groups = together(driven);
const shared = groups.filter((group) => group.length > 1);

describe("checks that share their controls", () => {
  it("are all there, each once, and in groups of no more than sixteen messages", () => {
    expect(groups.flat().toSorted((a, b) => driven.indexOf(a) - driven.indexOf(b))).toEqual(driven);
    const most = Math.max(...shared.map((group) => group.reduce((sum, { variants }) => sum + variants.length, 0)));
    expect(most).toBeLessThanOrEqual(16);
    expect(shared.flat().length).toBeGreaterThan(60);
  });

  it("are at one connection, and none of them may be driven only while nothing else is", () => {
    for (const group of shared) {
      expect(new Set(group.map(({ connection }) => connection)).size).toBe(1);
      expect(group.every(({ lane }) => lane === "parallel")).toBe(true);
    }
  });

  it("do the same once they are the same people, but for what they corrupt and expect", () => {
    for (const group of shared) {
      const [first, ...others] = group.flatMap((check) =>
        movedTo(check, "same0000").variants.map(({ people, steps }) => ({
          people,
          steps: steps.map((step) => (isForged(step) ? "" : { ...step, place: null, expect: null })),
        })),
      );
      for (const other of others) expect(other).toEqual(first);
    }
  });

  it("keep to themselves where a lawful SP may let somebody in, or where a step keeps or brings an answer", () => {
    const names = shared.map((group) => new Set(group.map(({ id }) => id)));
    expect(names.some((ids) => ids.has("saml-xsw") && ids.has("saml-aud"))).toBe(false);
    expect(names.some((ids) => ids.has("oidc-login-csrf") || ids.has("saml-replay"))).toBe(false);
    const alg = groups.filter((group) => group.some(({ id }) => id === "oidc-alg"));
    const at = alg.map((group) => new Set(group.map(({ connection }) => connection)).size);
    // Two connections of one policy, and one of another.
    expect(at, "an SP that need not look at the signature is no company for one that must").toEqual([1, 1, 1]);
  });
});
