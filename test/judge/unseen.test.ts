import { describe, expect, test } from "vitest";
import {
  account,
  checkOf,
  expecting,
  judge,
  observed,
  outcome,
  row,
  signedIn,
  signIn,
  type SeenStep,
} from "./stage.ts";

const WHY = "the SP's process ended (exit status 9)";
const broken: SeenStep = { sign_ins: [{ outcome: "broken", why: "connection reset" }] };

/** The accounts could not be read after the last of these steps. */
function blindAfter(...steps: readonly SeenStep[]) {
  const seen = observed(steps, { failure: { kind: "target", message: WHY } });
  return {
    ...seen,
    steps: seen.steps.map((step, index) => (index < steps.length - 1 ? step : { ...step, unseen: WHY })),
  };
}

describe("the accounts cannot be read after a step", () => {
  test("a sign-in that broke fails all the same, where it had to end otherwise", () => {
    for (const lawful of ["signed_in", "refused"] as const) {
      const verdict = judge(checkOf([signIn(expecting([outcome(lawful)]))]), [blindAfter(broken)]);
      expect(verdict).toMatchObject({
        verdict: "failed",
        reason: `sign_in: ada: expected ${lawful}, got broken: connection reset; then ${WHY}`,
        cause: "the cause",
      });
    }
  });

  test("so it does where a table asks for the outcome", () => {
    const table = expecting([], {
      one_of: [row({ jit: ["on"] }, [outcome("signed_in")]), row({ jit: ["off"] }, [outcome("refused")])],
    });
    expect(judge(checkOf([signIn(table)]), [blindAfter(broken)])).toMatchObject({
      verdict: "failed",
      reason: expect.stringContaining("expected signed_in or refused, got broken") as unknown,
    });
  });

  test("in a control it is misconfigured, and severity does not soften it", () => {
    const control = signIn(expecting([outcome("signed_in")]), { control: true });
    expect(judge(checkOf([control]), [blindAfter(broken)]).verdict).toBe("misconfigured");
    const should = checkOf([signIn(expecting([outcome("signed_in")]))], { severity: "SHOULD" });
    expect(judge(should, [blindAfter(broken)]).verdict).toBe("failed");
  });

  test.each<[string, SeenStep, ReturnType<typeof expecting> | undefined]>([
    ["a sign-in that went well", { sign_ins: [{ session: signedIn("1") }] }, expecting([outcome("signed_in")])],
    ["a refusal", { sign_ins: [{ outcome: "refused" }] }, expecting([outcome("refused")])],
    ["a broken sign-in where breaking is lawful", broken, expecting([outcome("refused", "broken")])],
    ["a broken sign-in of which nothing is expected", broken, undefined],
    ["a step without a sign-in", {}, undefined],
  ])("%s proves nothing: misconfigured, with the reason", (_, seen, expect_) => {
    const verdict = judge(checkOf([signIn(expect_)]), [blindAfter(seen)]);
    expect(verdict).toMatchObject({
      verdict: "misconfigured",
      reason: `sign_in: ada: expected the accounts read, got ${WHY}`,
    });
  });

  test("after a failure it takes nothing back", () => {
    const steps = [signIn(expecting([{ kind: "accounts", created: [1] }])), signIn(expecting([outcome("signed_in")]))];
    const nothing: SeenStep = { sign_ins: [{ session: signedIn("1") }], before: [account("1")] };
    const verdict = judge(checkOf(steps), [blindAfter(nothing, broken)]);
    expect(verdict).toMatchObject({ verdict: "failed", reason: expect.stringContaining("created 1") as unknown });
  });
});
