import { describe, expect, it } from "vitest";
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
  unknown,
  SIGNED_OUT,
  type Seen,
} from "./stage.ts";

const ADA = account("1", { email: "ada@acme.test" });
const BOB = account("2", { email: "bob@acme.test" });
const signsIn: Seen = { session: signedIn("1") };
const refused: Seen = { outcome: "refused" };
const broken: Seen = { outcome: "broken", why: "HTTP 500 at /callback" };
const NOTHING = { name: "nothing", parameters: {} };
const FORGED = { name: "missing-subject", parameters: {} };

describe("severity", () => {
  it.each([
    ["MUST", "failed"],
    ["SHOULD", "warned"],
    ["MAY", "observed"],
  ] as const)("a missed %s is %s", (severity, verdict) => {
    const check = checkOf([signIn(expecting([outcome("signed_in")]))], { severity });
    expect(judge(check, [observed([{ sign_ins: [refused] }])]).verdict).toBe(verdict);
    expect(judge(check, [observed([{ sign_ins: [signsIn], after: [ADA] }])]).verdict).toBe("passed");
  });

  it("advice never fails", () => {
    const check = checkOf([signIn(expecting([{ kind: "message", says: [["email"]] }], { basis: "advice" }))]);
    expect(judge(check, [observed([{ sign_ins: [{ ...refused, text: "Something went wrong" }] }])]).verdict).toBe(
      "warned",
    );
    expect(judge(check, [observed([{ sign_ins: [{ ...refused, text: "No  EMAIL came" }] }])]).verdict).toBe("passed");
  });

  it("tells cause, fix, reason and place of what failed", () => {
    const check = checkOf([signIn(expecting([outcome("signed_in")]))], { references: ["OIDCC-5.7"] });
    const verdict = judge(check, [observed([{ sign_ins: [refused] }])]);
    expect(verdict).toMatchObject({
      cause: "the cause",
      fix: "the fix",
      reason: "sign_in: ada: expected signed_in, got refused: because",
    });
    expect(verdict.steps[0]?.judgements[0]).toMatchObject({
      place: "scenarios/pack/one.yaml:7:3",
      basis: "clause",
      kind: "outcome",
    });
    expect(judge(check, [observed([{ sign_ins: [signsIn], after: [ADA] }])])).not.toHaveProperty("cause");
  });
});

describe("controls", () => {
  const proves = signIn(expecting([outcome("refused")]), { tamper: FORGED });
  const control = signIn(expecting([outcome("signed_in")]), { tamper: NOTHING, control: true });
  const forged = { tamper: { name: "missing-subject", delivered: true } };
  const honest = { tamper: { name: "nothing", delivered: true } };

  it("one that comes before and does not hold: misconfigured, and nothing more is judged", () => {
    const check = checkOf([
      signIn(expecting([outcome("signed_in")]), { control: true }),
      signIn(expecting([outcome("signed_in")])),
    ]);
    const verdict = judge(check, [observed([{ sign_ins: [refused] }, { sign_ins: [refused] }])]);
    expect(verdict.verdict).toBe("misconfigured");
    expect(verdict.steps).toHaveLength(1);
    expect(verdict).not.toHaveProperty("fix");
  });

  it("one that follows a held refusal and does not hold: misconfigured", () => {
    const seen = [observed([{ sign_ins: [{ ...refused, ...forged }] }, { sign_ins: [{ ...refused, ...honest }] }])];
    expect(judge(checkOf([proves, control]), seen).verdict).toBe("misconfigured");
  });

  it("an SP that accepts the forgery is failed, not misconfigured", () => {
    const seen = [
      observed([
        { sign_ins: [{ ...signsIn, ...forged }], after: [ADA] },
        { before: [ADA], sign_ins: [{ ...refused, ...honest }] },
      ]),
    ];
    const verdict = judge(checkOf([proves, control]), seen);
    expect(verdict.verdict).toBe("failed");
    expect(verdict.steps[1]).toMatchObject({ verdict: "not_applicable", control: true });
  });

  it("a refusal with its control passes", () => {
    const seen = [
      observed([{ sign_ins: [{ ...refused, ...forged }] }, { sign_ins: [{ ...signsIn, ...honest }], after: [ADA] }]),
    ];
    expect(judge(checkOf([proves, control]), seen).verdict).toBe("passed");
  });

  it("severity does not soften a control", () => {
    const check = checkOf([signIn(expecting([outcome("signed_in")]), { control: true })], { severity: "SHOULD" });
    expect(judge(check, [observed([{ sign_ins: [refused] }])]).verdict).toBe("misconfigured");
  });

  it("`applies` that does not hold: not applicable as a whole", () => {
    const check = checkOf([
      signIn(expecting([outcome("signed_in"), outcome("refused", "signed_in")]), { applies: true }),
      signIn(expecting([outcome("signed_in")])),
    ]);
    const verdict = judge(check, [observed([{ sign_ins: [refused] }, { sign_ins: [refused] }])]);
    expect(verdict.verdict).toBe("not_applicable");
    expect(verdict.reason).toContain("expected signed_in");
  });

  it("`applies` after a failure takes the failure not back", () => {
    const check = checkOf([
      signIn(expecting([outcome("signed_in")])),
      signIn(expecting([outcome("signed_in")]), { applies: true }),
    ]);
    expect(judge(check, [observed([{ sign_ins: [refused] }, { sign_ins: [refused] }])]).verdict).toBe("failed");
  });
});

describe("tampers", () => {
  const step = signIn(expecting([outcome("refused")]), { tamper: FORGED });
  const told = (delivered: boolean, not_applicable?: string) => ({
    tamper: { name: "missing-subject", delivered, ...(not_applicable === undefined ? {} : { not_applicable }) },
  });

  it("one that never reached the SP proves nothing", () => {
    const verdict = judge(checkOf([step]), [observed([{ sign_ins: [{ ...refused, ...told(false) }] }])]);
    expect(verdict.verdict).toBe("misconfigured");
    expect(verdict.reason).toContain("the corrupted message never reached the SP");
  });

  it("one that this SP's exchange has no place for: not applicable, with the reason", () => {
    const verdict = judge(checkOf([step]), [
      observed([{ sign_ins: [{ ...refused, ...told(false, "the SP sends no nonce") }] }]),
    ]);
    expect(verdict).toMatchObject({
      verdict: "not_applicable",
      reason: expect.stringContaining("the SP sends no nonce") as string,
    });
  });

  it("a crash is not a correct refusal: warned where nobody got in, failed with an account", () => {
    const crash = { ...broken, ...told(true) };
    expect(judge(checkOf([step]), [observed([{ sign_ins: [crash] }])]).verdict).toBe("warned");
    expect(judge(checkOf([step]), [observed([{ sign_ins: [crash], after: [ADA] }])]).verdict).toBe("failed");
  });

  it("nor is it one of an answer that was brought out of its place", () => {
    const refusal = checkOf([signIn(expecting([outcome("refused")]))]);
    const crash = { ...broken, brought: true as const };
    expect(judge(refusal, [observed([{ sign_ins: [crash] }])]).verdict).toBe("warned");
    expect(judge(refusal, [observed([{ sign_ins: [crash], after: [ADA] }])]).verdict).toBe("failed");
  });

  it("a crash without a corruption fails", () => {
    expect(
      judge(checkOf([signIn(expecting([outcome("refused")]))]), [observed([{ sign_ins: [broken] }])]).verdict,
    ).toBe("failed");
  });

  it("a refused corruption that changed a known account fails, though nobody wrote it down", () => {
    const changed = { ...ADA, email: "eve@evil.test" };
    const seen = [observed([{ sign_ins: [{ ...refused, ...told(true) }], before: [ADA], after: [changed] }])];
    const verdict = judge(checkOf([step]), seen);
    expect(verdict.verdict).toBe("failed");
    expect(verdict.steps[0]?.judgements.map(({ kind }) => kind)).toContain("residue");
  });
});

describe("what fails every check", () => {
  const anything = expecting([outcome("signed_in", "refused", "broken", "interrupted")]);

  it.each([
    ["refused", refused],
    ["broken", broken],
  ])("%s with an account created", (_, seen) => {
    const variants = [observed([{ sign_ins: [seen], before: [BOB], after: [BOB, ADA] }])];
    expect(judge(checkOf([signIn(anything)]), variants).verdict).toBe("failed");
    expect(judge(checkOf([signIn(anything)], { severity: "SHOULD" }), variants).verdict).toBe("failed");
    expect(judge(checkOf([signIn(anything, { control: true })]), variants).verdict).toBe("failed");
    expect(judge(checkOf([signIn(anything)]), [observed([{ sign_ins: [seen], before: [BOB] }])]).verdict).toBe(
      "passed",
    );
  });

  it("but not where a row that holds demands it (jit: pending_approval)", () => {
    const rows = [
      row({ jit: ["off"] }, [outcome("refused"), { kind: "accounts", created: [0] }]),
      row({ jit: ["pending_approval"] }, [outcome("refused"), { kind: "accounts", created: [1] }]),
    ];
    const variants = [observed([{ sign_ins: [refused], after: [ADA] }])];
    expect(
      judge(checkOf([signIn(expecting([], { one_of: rows }))], { declared: { jit: "pending_approval" } }), variants)
        .verdict,
    ).toBe("passed");
    expect(
      judge(checkOf([signIn(expecting([], { one_of: rows }))], { declared: { jit: "off" } }), variants).verdict,
    ).toBe("failed");
  });

  it("nor where an expectation that only tolerates it is beside: it must be demanded", () => {
    const tolerant = expecting([outcome("refused"), { kind: "accounts", created: [0, 1] }]);
    expect(judge(checkOf([signIn(tolerant)]), [observed([{ sign_ins: [refused], after: [ADA] }])]).verdict).toBe(
      "failed",
    );
  });

  it("a session on an account outside the namespace, in a control too", () => {
    const variants = [observed([{ sign_ins: [{ session: signedIn("999") }], after: [ADA] }])];
    expect(judge(checkOf([signIn(expecting([outcome("signed_in")]))]), variants).verdict).toBe("failed");
    expect(judge(checkOf([signIn(expecting([outcome("signed_in")]), { control: true })]), variants).verdict).toBe(
      "failed",
    );
  });

  it("of ten at once, those that were refused left no row that nobody uses", () => {
    const step = signIn(expecting([outcome("signed_in", "refused")]), { times: 2, parallel: true });
    const two = (after: (typeof ADA)[]) => [observed([{ sign_ins: [signsIn, refused], after }])];
    expect(judge(checkOf([step]), two([ADA])).verdict).toBe("passed");
    expect(judge(checkOf([step]), two([ADA, BOB])).verdict).toBe("failed");
  });
});

describe("driving that ended early", () => {
  const check = checkOf([signIn(expecting([outcome("signed_in")])), signIn(expecting([outcome("signed_in")]))]);
  const after = (first: Seen, failure?: "harness" | "target" | "interrupted") => [
    observed(
      [{ sign_ins: [first], after: first === signsIn ? [ADA] : [] }],
      failure === undefined ? {} : { failure: { kind: failure, message: "it ended" } },
    ),
  ];

  it.each([
    ["harness", "error"],
    ["target", "misconfigured"],
    ["interrupted", "error"],
    [undefined, "error"],
  ] as const)("by %s: %s", (kind, verdict) => {
    expect(judge(check, after(signsIn, kind)).verdict).toBe(verdict);
  });

  it("takes back no failure that was seen before", () => {
    expect(judge(check, after(refused, "target")).verdict).toBe("failed");
  });

  it("a variant that was never driven is an error", () => {
    expect(judge(check, []).verdict).toBe("error");
  });
});

describe("sessions that cannot be told", () => {
  const dim = { session: unknown("GET /api/me answered 502") };

  it.each([
    [["signed_in"], "refused", "unobservable"],
    [["refused"], "refused", "unobservable"],
    [["refused"], "broken", "failed"],
    [["signed_in", "refused"], "refused", "passed"],
  ] as const)("expected %s, seen %s: %s", (any, ended, verdict) => {
    const check = checkOf([signIn(expecting([outcome(...any)]))]);
    const judged = judge(check, [observed([{ sign_ins: [{ ...dim, outcome: ended }] }])]);
    expect(judged.verdict).toBe(verdict);
    if (verdict === "unobservable") expect(judged.reason).toContain("GET /api/me answered 502");
  });

  it("leave who is signed in unobservable", () => {
    const check = checkOf([signIn(expecting([{ kind: "session", account: ["none"] }]))]);
    expect(judge(check, [observed([{ sign_ins: [{ ...dim, outcome: "refused" }] }])]).verdict).toBe("unobservable");
  });
});

describe("rows of `each`", () => {
  const check = checkOf([signIn(expecting([outcome("refused")]), { tamper: FORGED })], { rows: ["a", "b"] });
  const of = (name: string, seen: Seen) => observed([{ sign_ins: [seen] }], { name });
  const good = { ...refused, tamper: { name: "missing-subject", delivered: true } };
  const none = {
    ...refused,
    tamper: { name: "missing-subject", delivered: false, not_applicable: "no such thing here" },
  };

  it("the worst decides, and its row is named", () => {
    const bad = { ...signsIn, tamper: { name: "missing-subject", delivered: true } };
    const verdict = judge(check, [of("a", good), of("b", bad)]);
    expect(verdict.verdict).toBe("failed");
    expect(verdict.reason).toMatch(/^b: sign_in: ada \(tamper missing-subject\)/);
  });

  it("one whose control did not hold takes nothing from another that failed", () => {
    const steps = [
      signIn(expecting([outcome("signed_in")]), { control: true }),
      signIn(expecting([outcome("refused")])),
    ];
    const known = { sign_ins: [signsIn], after: [ADA] };
    const rows = (second: Seen) => [
      observed([{ sign_ins: [refused] }], { name: "a" }),
      observed([known, { sign_ins: [second], before: [ADA], after: [ADA] }], { name: "b" }),
    ];
    const verdict = judge(checkOf(steps, { rows: ["a", "b"] }), rows(signsIn));
    expect(verdict).toMatchObject({ verdict: "failed", reason: expect.stringMatching(/^b: /) });
    expect(verdict.harm).toBeUndefined();
    expect(judge(checkOf(steps, { rows: ["a", "b"] }), rows(refused)).verdict).toBe("misconfigured");
  });

  it("not applicable only where every row is", () => {
    expect(judge(check, [of("a", good), of("b", none)]).verdict).toBe("passed");
    expect(judge(check, [of("a", none), of("b", none)]).verdict).toBe("not_applicable");
  });
});

it("a check that the plan settled keeps its verdict", () => {
  const settled = { verdict: "unobservable", reason: "the target shows no roles" } as const;
  expect(judge({ ...checkOf([signIn()]), settled }, [])).toEqual({ ...settled, steps: [] });
});

it("a check of which nothing was driven has not passed", () => {
  expect(judge(checkOf([signIn()], { rows: [] }), [])).toMatchObject({
    verdict: "error",
    reason: "nothing was driven",
  });
});

it("`times`: the outcome holds for each sign-in", () => {
  const check = checkOf([signIn(expecting([outcome("signed_in")]), { times: 2 })]);
  const verdict = judge(check, [observed([{ sign_ins: [signsIn, { session: SIGNED_OUT }], after: [ADA] }])]);
  expect(verdict.verdict).toBe("failed");
  expect(verdict.reason).toBe("sign_in: ada (2 times): expected signed_in, got sign-in 2: refused: because");
});
