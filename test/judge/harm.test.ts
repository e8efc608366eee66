import { describe, expect, it } from "vitest";
import { judgeCheck } from "../../harness/judge/index.ts";
import { seeding } from "../../harness/scenario/vocabulary/index.ts";
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
  SIGNED_OUT,
  type Seen,
  type SeenStep,
} from "./stage.ts";

const ADA = account("1", { email: "ada@acme.test" });
const BOB = account("2", { email: "bob@acme.test" });
const SECOND = account("3", { email: "ada@acme.test" });
const PEOPLE = {
  ada: { subject: "s-ada", email: "ada@acme.test" },
  bob: { subject: "s-bob", email: "bob@acme.test" },
};
const ada: Seen = { person: "ada", session: signedIn("1") };
const bob: Seen = { person: "bob", session: signedIn("2") };
const arrive: SeenStep = { sign_ins: [ada], after: [ADA], names: { adas: "1" } };
const remembers = expecting([outcome("signed_in")], { remember: "adas" });
const again = expecting([{ kind: "session", account: ["adas"] }]);
const none = expecting([{ kind: "accounts", created: [0] }]);

describe("what passed alone, and broke in company", () => {
  const judgedAlone = (after: SeenStep) => {
    const check = checkOf([signIn(remembers), signIn(again)], { people: PEOPLE });
    const seen = observed([arrive, { before: [ADA], names: { adas: "1" }, ...after }]);
    return judgeCheck(check, { check: check.name, variants: [seen], passed_alone: true }, { strictPolicy: false });
  };
  const crash: Seen = { person: "ada", outcome: "broken", session: SIGNED_OUT };

  it("is a warning", () => {
    const told = judgedAlone({ sign_ins: [crash], after: [ADA] });
    expect(told.verdict).toBe("warned");
    expect(told.reason).toMatch(/^only under load: /);
  });

  it("is failed all the same where it did harm, or where nothing broke", () => {
    expect(
      judgedAlone({ sign_ins: [crash, { person: "ada", session: signedIn("3") }], after: [ADA, SECOND] }).verdict,
    ).toBe("failed");
    expect(
      judgedAlone({ sign_ins: [{ person: "ada", outcome: "refused", session: SIGNED_OUT }], after: [ADA] }).verdict,
    ).toBe("failed");
  });
});

describe("a harm fails whatever the severity", () => {
  const second: SeenStep = {
    sign_ins: [{ person: "ada", session: signedIn("3") }],
    before: [ADA],
    after: [ADA, SECOND],
    names: { adas: "1" },
  };

  it.each(["MUST", "SHOULD", "MAY"] as const)("a second account, %s", (severity) => {
    for (const wanted of [again, none]) {
      const check = checkOf([signIn(remembers), signIn(wanted)], { severity, people: PEOPLE });
      expect(judge(check, [observed([arrive, second])])).toMatchObject({ verdict: "failed", harm: "second_account" });
    }
  });

  it("two accounts from one first sign-in, in a control too", () => {
    const check = checkOf([signIn(expecting([{ kind: "accounts", created: [1] }]), { control: true })], {
      people: PEOPLE,
    });
    const two = observed([{ sign_ins: [ada], after: [ADA, SECOND] }]);
    expect(judge(check, [two])).toMatchObject({ verdict: "failed", harm: "second_account" });
    const late = observed([{ sign_ins: [ada], after: [ADA, BOB] }]);
    expect(judge(check, [late]).verdict).toBe("misconfigured");
  });

  it("somebody else's account", () => {
    const enters: SeenStep = { sign_ins: [{ person: "bob", session: signedIn("1") }], before: [ADA] };
    const steps = [signIn(remembers), signIn(expecting([{ kind: "session", account: ["new"] }]), { person: "bob" })];
    for (const control of [false, true]) {
      const held = steps.map((step, index) => ({ ...step, control: control && index === 1 }));
      const check = checkOf(held, { severity: "SHOULD", people: PEOPLE });
      expect(judge(check, [observed([arrive, enters])])).toMatchObject({ verdict: "failed", harm: "foreign_account" });
    }
  });

  it("somebody else's account that was changed, or is gone", () => {
    const steps = [
      signIn(remembers),
      signIn(expecting([{ kind: "accounts", untouched: ["adas"] }]), { person: "bob" }),
    ];
    const check = checkOf(steps, { severity: "SHOULD", people: PEOPLE });
    const after = (...accounts: readonly (typeof ADA)[]) =>
      judge(check, [observed([arrive, { sign_ins: [bob], before: [ADA], after: [...accounts, BOB] }])]);
    expect(after({ ...ADA, email: "bob@acme.test" })).toMatchObject({ verdict: "failed", harm: "foreign_account" });
    expect(after()).toMatchObject({ verdict: "failed", harm: "lost_account" });
    expect(after(ADA).verdict).toBe("passed");
  });

  it("a role that the account must not have", () => {
    const lacks = expecting([{ kind: "account", roles: { lacks: ["admin"] } }]);
    const admin = observed([{ sign_ins: [ada], after: [{ ...ADA, roles: ["admin"] }] }]);
    expect(judge(checkOf([signIn(lacks)], { severity: "SHOULD" }), [admin])).toMatchObject({
      verdict: "failed",
      harm: "privilege",
    });
    expect(judge(checkOf([signIn(lacks, { control: true })]), [admin]).verdict).toBe("failed");
  });

  it("a missed SHOULD that harms nobody stays a warning", () => {
    const check = checkOf([signIn(expecting([{ kind: "account", email: "eve@acme.test" }]))], { severity: "SHOULD" });
    const verdict = judge(check, [observed([{ sign_ins: [ada], after: [ADA] }])]);
    expect(verdict.verdict).toBe("warned");
    expect(verdict).not.toHaveProperty("harm");
  });
});

describe("what a row of the declared policy admits is no harm", () => {
  const LOCAL = account("9", { email: "ada@acme.test" });
  const rows = [
    row({ link_by: ["verified_email"] }, [{ kind: "session", account: ["local"] }]),
    row({ link_by: ["never"] }, [{ kind: "session", account: ["new"] }]),
  ];
  const links = observed([{ sign_ins: [{ person: "ada", session: signedIn("9") }], before: [LOCAL] }], {
    seeded: { local: "9" },
  });
  const check = (declared: object) =>
    checkOf([signIn(expecting([], { one_of: rows }))], { declared, severity: "SHOULD", people: PEOPLE });

  it("linked where that is declared, or nothing is", () => {
    expect(judge(check({ link_by: "verified_email" }), [links]).verdict).toBe("passed");
    expect(judge(check({}), [links]).verdict).toBe("observed");
  });

  it("linked where it is declared that nothing is", () => {
    expect(judge(check({ link_by: "never" }), [links])).toMatchObject({ verdict: "failed", harm: "foreign_account" });
  });
});

describe("whatever the severity", () => {
  const rows = [
    row({ profile_sync: ["every_login"] }, [{ kind: "account", names: { given_name: "Augusta" } }]),
    row({ profile_sync: ["off"] }, [{ kind: "account", names: { given_name: "Ada" } }]),
  ];
  const seen = (given_name: string) => [observed([{ sign_ins: [ada], after: [{ ...ADA, given_name }] }])];
  const check = (declared: object, control = false) =>
    checkOf([signIn(expecting([], { one_of: rows }), { control })], { declared, severity: "SHOULD" });

  it("a declared policy that is not held fails; an undeclared one that no row fits is a warning", () => {
    expect(judge(check({ profile_sync: "every_login" }), seen("Ada")).verdict).toBe("failed");
    expect(judge(check({ profile_sync: "every_login" }), seen("Augusta")).verdict).toBe("passed");
    expect(judge(check({}), seen("Eve")).verdict).toBe("warned");
    expect(judge(check({ profile_sync: "every_login" }, true), seen("Ada")).verdict).toBe("misconfigured");
  });

  const crash: Seen = { outcome: "broken", why: "HTTP 500" };
  it.each(["MUST", "SHOULD", "MAY"] as const)("a crash fails, %s", (severity) => {
    const refused = checkOf([signIn(expecting([outcome("refused")], { basis: "advice" }))], { severity });
    expect(judge(refused, [observed([{ sign_ins: [crash] }])]).verdict).toBe("failed");
    const table = checkOf([signIn(expecting([], { one_of: [row({}, [outcome("refused")])] }))], { severity });
    expect(judge(table, [observed([{ sign_ins: [crash] }])]).verdict).toBe("failed");
  });

  it("a crash in a step that says nothing of the outcome fails, too; where it is said, it does not", () => {
    const silent = (control: boolean) =>
      checkOf([signIn(expecting([{ kind: "session", account: ["none"] }]), { control })], { severity: "SHOULD" });
    expect(judge(silent(false), [observed([{ sign_ins: [crash] }])]).verdict).toBe("failed");
    expect(judge(silent(true), [observed([{ sign_ins: [crash] }])]).verdict).toBe("misconfigured");
    expect(judge(checkOf([signIn()]), [observed([{ sign_ins: [crash] }])]).verdict).toBe("failed");
    const lawful = checkOf([signIn(expecting([outcome("refused", "broken")]))]);
    expect(judge(lawful, [observed([{ sign_ins: [crash] }])]).verdict).toBe("passed");
  });
});

describe("the order", () => {
  const fails = signIn(expecting([outcome("refused")]), { control: true });
  const harms = signIn(expecting([{ kind: "session", account: ["new"] }]), { person: "bob" });
  const enters: SeenStep = { sign_ins: [{ person: "bob", session: signedIn("1") }], before: [ADA] };

  it("a harm after a control that did not hold is failed, and a plain failure is not", () => {
    const check = checkOf([fails, harms], { people: PEOPLE });
    expect(judge(check, [observed([arrive, enters])])).toMatchObject({
      verdict: "failed",
      harm: "foreign_account",
      reason: expect.stringContaining("sign_in: bob") as string,
    });
    const plain: SeenStep = { sign_ins: [{ person: "bob", outcome: "refused" }], before: [ADA] };
    expect(judge(check, [observed([arrive, plain])]).verdict).toBe("misconfigured");
  });

  it("after a failure, the controls are looked at for harm", () => {
    const control = signIn(expecting([{ kind: "session", account: ["new"] }]), { person: "bob", control: true });
    const check = checkOf([signIn(expecting([outcome("refused")])), control], { severity: "SHOULD", people: PEOPLE });
    expect(judge(check, [observed([arrive, enters])])).toMatchObject({ verdict: "failed", harm: "foreign_account" });
  });

  it("warned outranks observed", () => {
    const rows = [row({ jit: ["on"] }, [outcome("signed_in")]), row({ jit: ["off"] }, [outcome("refused")])];
    const wanted = expecting([{ kind: "message", says: [["welcome"]] }], { one_of: rows });
    expect(judge(checkOf([signIn(wanted)]), [observed([{ sign_ins: [ada], after: [ADA] }])]).verdict).toBe("warned");
  });

  it("the reason is the worst harm, wherever it stands", () => {
    const both = expecting([
      { kind: "accounts", created: [1] },
      { kind: "session", not: ["adas"] },
    ]);
    const check = checkOf([signIn(remembers), signIn(both, { person: "bob" })], { people: PEOPLE });
    const { reason } = judge(check, [observed([arrive, { ...enters, names: { adas: "1" } }])]);
    expect(reason).toContain("session not of adas");
    expect(reason).not.toContain("what came first");
  });

  it("where a step before it failed, too, the reason says so, and why it is told first", () => {
    const check = checkOf(
      [
        signIn(remembers),
        signIn(expecting([outcome("refused")])),
        signIn(expecting([{ kind: "session", not: ["adas"] }]), { person: "bob" }),
      ],
      { people: PEOPLE },
    );
    const again: SeenStep = { sign_ins: [ada], before: [ADA], after: [ADA], names: { adas: "1" } };
    const { reason } = judge(check, [observed([arrive, again, { ...enters, names: { adas: "1" } }])]);
    expect(reason).toMatch(
      /^sign_in: bob: expected session not of adas.*; this does more harm \(foreign account\) than what came first, at step 2, sign_in: ada$/,
    );
  });
});

it("an account that an invitation made is nobody's before its person comes", () => {
  const check = checkOf([signIn(expecting([{ kind: "session", account: ["new"] }]))], {
    severity: "SHOULD",
    people: PEOPLE,
  });
  expect(judge(check, [observed([{ sign_ins: [ada], before: [ADA] }])]).verdict).toBe("warned");
});

describe("an account that the kit has made for somebody whom the SP must know", () => {
  const theirs = { name: "ada's account", email: "ada@acme.test", place: { file: "a.yaml", line: 1, column: 1 } };
  const steps = [seeding(theirs), signIn(remembers, { control: true }), signIn(again)];
  const refused: SeenStep = {
    sign_ins: [{ person: "ada", outcome: "refused", session: SIGNED_OUT }],
    before: [ADA],
    after: [ADA],
    names: { "ada's account": "1", adas: null },
  };
  const judged = (...seen: readonly SeenStep[]) => {
    const check = checkOf(steps, { people: PEOPLE });
    return judge(check, [observed([{ after: [ADA], names: { "ada's account": "1" } }, ...seen])]);
  };

  it("is theirs: after a control that did not hold, who enters it is no harm", () => {
    const told = judged(refused, { ...refused, sign_ins: [ada] });
    expect(told.verdict).toBe("misconfigured");
    expect(told.harm).toBeUndefined();
  });

  it("is nobody else's, and a second one beside it is one too many", () => {
    const entered = judged(
      { ...refused, sign_ins: [ada] },
      { ...refused, sign_ins: [{ person: "bob", session: signedIn("1") }] },
    );
    expect(entered.harm).toBe("foreign_account");
    const second = { ...refused, sign_ins: [{ person: "ada", session: signedIn("3") }], after: [ADA, SECOND] };
    expect(judged({ ...refused, sign_ins: [ada] }, second).harm).toBe("second_account");
  });
});
