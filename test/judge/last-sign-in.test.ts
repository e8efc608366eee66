import { describe, expect, it } from "vitest";
import type { Account } from "../../harness/observe/snapshot.ts";
import { account, checkOf, expecting, judge, observed, outcome, signedIn, signIn } from "./stage.ts";

/** Two accounts that show these times, the first named as longest ago. */
function verdictOf(bob: Account["last_sign_in"], ada: Account["last_sign_in"]): string {
  const shown = (id: string, last_sign_in: Account["last_sign_in"]) =>
    account(id, last_sign_in === undefined ? {} : { last_sign_in });
  const check = checkOf([signIn(expecting([{ kind: "accounts", last_sign_in: ["bobs", "adas"] }]))]);
  const before = [shown("1", bob), shown("2", ada)];
  const names = { bobs: "1", adas: "2" };
  const step = { sign_ins: [{ session: signedIn("2") }], before };
  return judge(check, [observed([{ ...step, names }], { seeded: names })]).verdict;
}

describe("accounts by their last sign-in", () => {
  it.each<[string, Account["last_sign_in"], Account["last_sign_in"], string]>([
    ["in order", "2026-11-30T09:00:00.100Z", "2026-11-30T09:00:00.200Z", "passed"],
    ["out of order", "2026-11-30T09:00:00.200Z", "2026-11-30T09:00:00.100Z", "failed"],
    ["in different zones", "2026-11-30T09:00:00.100+02:00", "2026-11-30T08:00:00.000Z", "passed"],
    [
      "at one moment of a clock that tells milliseconds",
      "2026-11-30 09:00:00.100",
      "2026-11-30 09:00:00.100",
      "failed",
    ],
    ["within one second of a clock that tells no less", "2026-11-30 09:00:00", "2026-11-30 09:00:00", "passed"],
    ["on one day", "2026-11-30", "2026-11-30", "passed"],
    ["in seconds since 1970", "1796029200", "1796029201", "passed"],
    ["in milliseconds, out of order", "1796029200200", "1796029200100", "failed"],
    ["never", "2026-11-30T09:00:00.100Z", null, "failed"],
    ["never, as a text", "2026-11-30T09:00:00.100Z", "", "failed"],
    ["not shown", "2026-11-30T09:00:00.100Z", undefined, "unobservable"],
    ["as no time", "2026-11-30T09:00:00.100Z", "yesterday", "unobservable"],
    ["as 0", "0", "1796029200100", "unobservable"],
  ])("%s", (_, bob, ada, verdict) => {
    expect(verdictOf(bob, ada)).toBe(verdict);
  });

  it("one that changes is no change of the account", () => {
    const check = checkOf([
      signIn(expecting([outcome("signed_in"), { kind: "accounts", changed: [0], untouched: ["bobs"] }])),
    ]);
    const at = (last_sign_in: string) => account("1", { email: "bob@acme.test", last_sign_in });
    const step = { sign_ins: [{ session: signedIn("1") }], before: [at("2026-11-29")], after: [at("2026-11-30")] };
    expect(judge(check, [observed([{ ...step, names: { bobs: "1" } }], { seeded: { bobs: "1" } })]).verdict).toBe(
      "passed",
    );
  });

  it("where nothing else is shown, nothing can be said of an account that stays as it is", () => {
    const check = checkOf([signIn(expecting([{ kind: "accounts", untouched: ["bobs"] }]))]);
    const before = [account("1", { last_sign_in: "2026-11-30" })];
    const step = { sign_ins: [{ session: signedIn("1") }], before, names: { bobs: "1" } };
    expect(judge(check, [observed([step], { seeded: { bobs: "1" } })]).verdict).toBe("unobservable");
  });
});
