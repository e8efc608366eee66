import { describe, expect, it } from "vitest";
import type { Policy } from "../../harness/scenario/model/index.ts";
import { account, checkOf, expecting, judge, observed, outcome, row, signedIn, signIn } from "./stage.ts";

const OLD = account("1", { email: "old@acme.test" });
const NEW = account("1", { email: "new@acme.test" });
const mail = (email: string) => ({ kind: "account", email }) as const;

/** email_sync on and verified_only take the new address over, off keeps the old one. */
const SYNC = [
  row({ email_sync: ["on"] }, [mail("new@acme.test")]),
  row({ email_sync: ["verified_only"] }, [mail("new@acme.test")]),
  row({ email_sync: ["off"] }, [mail("old@acme.test")]),
];

function judged(declared: Policy, after = NEW, rows = SYNC, strict = false) {
  const check = checkOf([signIn(expecting([outcome("signed_in")], { one_of: rows }))], { declared });
  return judge(check, [observed([{ sign_ins: [{ session: signedIn("1") }], before: [OLD], after: [after] }])], strict);
}

describe("a declared knob selects its rows", () => {
  it.each([
    ["on", NEW, "passed"],
    ["on", OLD, "failed"],
    ["off", OLD, "passed"],
    ["off", NEW, "failed"],
  ] as const)("email_sync: %s", (email_sync, after, verdict) => {
    expect(judged({ email_sync }, after).verdict).toBe(verdict);
  });

  it("the differences of the nearest row are told", () => {
    expect(judged({ email_sync: "off" }, NEW).steps[0]?.judgements.at(-1)).toMatchObject({
      kind: "one_of",
      basis: "policy",
      expected: 'email "old@acme.test"',
      actual: 'email "new@acme.test"',
      note: "no lawful row holds; the nearest is email_sync=off",
    });
  });

  it("the nearest row is the one with the fewest differences", () => {
    const rows = [
      row({}, [outcome("refused"), mail("old@acme.test"), { kind: "accounts", created: [1] }]),
      row({ email_sync: ["off", "on"] }, [outcome("signed_in"), mail("old@acme.test")]),
      row({}, [outcome("refused"), mail("old@acme.test")]),
    ];
    const [told] = judged({}, NEW, rows).steps[0]?.judgements.slice(-1) ?? [];
    expect(told).toMatchObject({ note: "no lawful row holds; the nearest is email_sync=off|on" });
  });

  it("what stands beside the table is judged as always", () => {
    const check = checkOf([signIn(expecting([outcome("refused")], { one_of: SYNC }))], {
      declared: { email_sync: "on" },
    });
    const seen = observed([{ sign_ins: [{ session: signedIn("1") }], before: [OLD], after: [NEW] }]);
    expect(judge(check, [seen]).verdict).toBe("failed");
  });

  it("a policy that no row speaks of is the scenario's fault", () => {
    expect(judged({ email_sync: "off" }, NEW, SYNC.slice(0, 2)).verdict).toBe("error");
  });
});

describe("an undeclared knob admits every row", () => {
  it("what rests on it is observed, with the line to declare", () => {
    const verdict = judged({}, OLD);
    expect(verdict.verdict).toBe("observed");
    expect(verdict.reason).toContain("policy: { email_sync: off }");
  });

  it("no row holds: failed", () => {
    expect(judged({}, account("1", { email: "other@acme.test" })).verdict).toBe("failed");
  });

  it("every value is consistent with what was seen: passed", () => {
    const rows = [row({ email_conflict: ["reject"] }, [outcome("refused")]), row({}, [outcome("signed_in")])];
    expect(judged({}, NEW, rows).verdict).toBe("passed");
    const each = [
      row({ email_sync: ["on", "off"] }, [outcome("signed_in")]),
      row({ email_sync: ["verified_only"] }, [outcome("signed_in")]),
    ];
    expect(judged({}, NEW, each).verdict).toBe("passed");
  });

  it("values that no row speaks of are not counted against it", () => {
    const rows = [
      row({ email_sync: ["on"] }, [outcome("signed_in")]),
      row({ email_sync: ["off"] }, [outcome("signed_in")]),
    ];
    expect(judged({}, NEW, rows).verdict).toBe("passed");
  });

  it("a row without `when` is lawful whatever the policy", () => {
    const rows = [row({}, [outcome("signed_in")]), row({ link_by: ["never"] }, [outcome("refused")])];
    expect(judged({ link_by: "never" }, NEW, rows).verdict).toBe("passed");
    expect(judged({ link_by: "verified_email" }, NEW, rows).verdict).toBe("passed");
  });

  it("a second knob that is declared narrows what remains", () => {
    const rows = [
      row({ email_sync: ["verified_only"], email_verified_missing: ["unverified"] }, [mail("old@acme.test")]),
      row({ email_sync: ["verified_only"], email_verified_missing: ["trust_verified_domain", "trust_connection"] }, [
        mail("new@acme.test"),
      ]),
      row({ email_sync: ["on"] }, [mail("new@acme.test")]),
      row({ email_sync: ["off"] }, [mail("old@acme.test")]),
    ];
    expect(judged({ email_sync: "on" }, NEW, rows).verdict).toBe("passed");
    const rest = judged({ email_sync: "verified_only" }, OLD, rows);
    expect(rest).toMatchObject({ verdict: "observed" });
    expect(rest.reason).toContain("policy: { email_verified_missing: unverified }");
    expect(rest.reason).not.toContain("email_sync");
    expect(judged({ email_verified_missing: "unverified" }, NEW, rows).reason).toContain("policy: { email_sync: on }");
  });
});

describe("unsafe values", () => {
  const LINK = [
    row({ link_by: ["any_email"] }, [mail("new@acme.test")]),
    row({ link_by: ["never", "verified_email", "verified_email_and_domain", "username"] }, [mail("old@acme.test")]),
  ];

  it("seen where nothing is declared: warned, and failed under a strict policy", () => {
    expect(judged({}, NEW, LINK)).toMatchObject({
      verdict: "warned",
      unsafe: [{ knob: "link_by", values: ["any_email"] }],
    });
    expect(judged({}, NEW, LINK, true).verdict).toBe("failed");
  });

  it("a safe value that explains as much keeps it observed", () => {
    const rows = [
      row({ link_by: ["any_email", "verified_email"] }, [mail("new@acme.test")]),
      row({ link_by: ["never"] }, [mail("old@acme.test")]),
    ];
    expect(judged({}, NEW, rows).verdict).toBe("observed");
    expect(judged({}, NEW, rows, true).verdict).toBe("observed");
  });

  it("declared, the SP is held to it", () => {
    expect(judged({ link_by: "any_email" }, NEW, LINK, true).verdict).toBe("passed");
    expect(judged({ link_by: "any_email" }, OLD, LINK).verdict).toBe("failed");
  });

  it("declared without a row, the SP is held to the rows of the safe ones", () => {
    const safe = LINK.slice(1);
    expect(judged({ link_by: "any_email" }, NEW, safe).verdict).toBe("failed");
  });
});

describe("rows that cannot be seen whole", () => {
  const HIDDEN = [
    row({ role_sync: ["mirror"] }, [{ kind: "account", roles: { lacks: ["admin"] } }]),
    row({ role_sync: ["add_only"] }, [outcome("refused")]),
  ];

  it("are unobservable where no other row holds", () => {
    const verdict = judged({}, NEW, HIDDEN);
    expect(verdict.verdict).toBe("unobservable");
    expect(verdict.reason).toContain("the target shows no roles");
  });

  it("do not matter where another holds", () => {
    expect(judged({}, NEW, [...HIDDEN, row({}, [outcome("signed_in")])]).verdict).toBe("passed");
  });
});

it("a table in a control that does not hold: misconfigured", () => {
  const check = checkOf([signIn(expecting([], { one_of: SYNC }), { control: true })], {
    declared: { email_sync: "off" },
  });
  const seen = observed([{ sign_ins: [{ session: signedIn("1") }], before: [OLD], after: [NEW] }]);
  expect(judge(check, [seen]).verdict).toBe("misconfigured");
});

describe("an undeclared policy is one policy all through", () => {
  const TABLE = [
    row({ on_missing_required: ["reject"] }, [outcome("refused")]),
    row({ on_missing_required: ["default", "placeholder"] }, [outcome("signed_in")]),
  ];
  const story = (declared: Policy, ...ends: readonly ("signed_in" | "refused")[]) => {
    const steps = ends.map(() => signIn(expecting([], { one_of: TABLE })));
    const seen = ends.map((end) => ({ sign_ins: [{ outcome: end }] }));
    return judge(checkOf(steps, { declared }), [observed(seen)]);
  };

  it("what fits one and the same value is observed", () => {
    expect(story({}, "refused", "refused").verdict).toBe("observed");
    expect(story({}, "signed_in", "signed_in").verdict).toBe("observed");
  });

  it("what would need two values at once fails, since no declaration would admit it", () => {
    const verdict = story({}, "signed_in", "refused");
    expect(verdict.verdict).toBe("failed");
    expect(verdict.reason).toBe(
      "sign_in: ada: expected one policy all through (on_missing_required), got on_missing_required=default|placeholder; then on_missing_required=reject",
    );
    for (const on_missing_required of ["reject", "default", "placeholder"] as const)
      expect(story({ on_missing_required }, "signed_in", "refused").verdict).toBe("failed");
  });

  it("a value of which a later table does not speak is not taken back by it", () => {
    const silent = [row({ email_sync: ["off"] }, [outcome("refused")]), row({}, [outcome("refused")])];
    const steps = [signIn(expecting([], { one_of: TABLE })), signIn(expecting([], { one_of: silent }))];
    const seen = [{ sign_ins: [{ outcome: "signed_in" as const }] }, { sign_ins: [{ outcome: "refused" as const }] }];
    expect(judge(checkOf(steps), [observed(seen)]).verdict).toBe("observed");
  });
});
