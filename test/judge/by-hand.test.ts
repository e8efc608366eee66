import { describe, expect, it } from "vitest";
import type { Step } from "../../harness/scenario/model/index.ts";
import { account, checkOf, expecting, judge, observed, outcome, signedIn, SIGNED_OUT } from "./stage.ts";

const PLACE = { file: "scenarios/pack/one.yaml", line: 7, column: 3 };
const common = { control: false, applies: false, place: PLACE };

describe("a page that is visited", () => {
  const visit = (says: string): Step => ({
    ...common,
    kind: "visit",
    target: "/x",
    expect: expecting([{ kind: "message", says: [[says]] }]),
  });
  const verdict = (says: string) =>
    judge(checkOf([visit(says)], { severity: "SHOULD" }), [observed([{ session: SIGNED_OUT, page: "It is over." }])]);

  it("is what a message is looked for on", () => {
    expect(verdict("is OVER").verdict).toBe("passed");
    const { verdict: missed, steps } = verdict("welcome");
    expect(missed).toBe("warned");
    expect(steps[0]?.title).toBe("visit: /x");
  });
});

describe("a password", () => {
  const step: Step = {
    ...common,
    kind: "password_sign_in",
    who: "squatted",
    expect: expecting([outcome("refused"), { kind: "session", not: ["victims"] }]),
  };
  const judged = (session = SIGNED_OUT, seen: "refused" | "broken" | "signed_in" = "refused") =>
    judge(checkOf([step]), [
      observed([{ sign_ins: [{ session, outcome: seen }], before: [account("1")], names: { victims: "1" } }]),
    ]).verdict;

  it("ends as a sign-in does", () => {
    expect(judged()).toBe("passed");
    expect(judged(signedIn("1"), "signed_in")).toBe("failed");
    expect(judged(SIGNED_OUT, "broken")).toBe("failed");
  });

  it("that opens somebody else's account is a stranger's session, as any other", () => {
    expect(judged(signedIn("9"), "signed_in")).toBe("failed");
  });
});
