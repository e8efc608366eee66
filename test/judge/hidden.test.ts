import { describe, expect, it } from "vitest";
import type { AccountField } from "../../harness/scenario/model/index.ts";
import { account, checkOf, expecting, judge, observed, outcome, row, signedIn, signIn, type Seen } from "./stage.ts";

const ADA = account("1", { email: "ada@acme.test" });
const ada: Seen = { person: "ada", session: signedIn("1") };
const arrives = [observed([{ sign_ins: [ada], after: [ADA] }])];
const identity = { kind: "account", identities: [{ subject: "s-ada" }] } as const;

describe("what cannot be seen", () => {
  it("is unobservable and named, and the rest is judged", () => {
    const check = checkOf([signIn(expecting([outcome("signed_in"), identity]))]);
    expect(judge(check, arrives)).toMatchObject({
      verdict: "unobservable",
      unseen: [{ what: "identities", expected: "identity s-ada", step: "sign_in: ada" }],
    });
    const twice = [observed([{ sign_ins: [ada], after: [ADA, account("2", { email: "ada@acme.test" })] }])];
    const counts = checkOf([signIn(expecting([identity, { kind: "accounts", created: [1] }]))]);
    expect(judge(counts, twice)).toMatchObject({ verdict: "failed", unseen: [{ what: "identities" }] });
  });

  it("is told once for all rows of `each`", () => {
    const check = checkOf([signIn(expecting([identity]))], { rows: ["a", "b"] });
    const [seen] = arrives;
    if (seen === undefined) throw new Error("nothing");
    expect(
      judge(check, [
        { ...seen, name: "a" },
        { ...seen, name: "b" },
      ]).unseen,
    ).toHaveLength(1);
  });

  it("is nothing where all was seen", () => {
    expect(judge(checkOf([signIn(expecting([outcome("signed_in")]))]), arrives)).not.toHaveProperty("unseen");
  });

  it("says what to map, or to declare that there is none", () => {
    expect(judge(checkOf([signIn(expecting([identity]))]), arrives).reason).toBe(
      "sign_in: ada: cannot see whether identity s-ada: the target shows no identities; map it in observe.accounts, " +
        "or write `observe: { identities: none }` where the SP has no such thing",
    );
  });
});

describe("what the SP has not", () => {
  const lacking: readonly AccountField[] = ["identities", "roles", "email", "given_name", "attributes"];
  const every = expecting([
    outcome("signed_in"),
    {
      kind: "account",
      email: "eve@acme.test",
      names: { given_name: "Eve" },
      roles: { is: [], has: ["x"], lacks: ["y"] },
      identities: [{ subject: "s" }],
      attributes: { title: "x" },
    },
  ]);

  it("is expected in vain", () => {
    const bare = [observed([{ sign_ins: [ada], after: [account("1", { username: "ada" })] }])];
    const verdict = judge(checkOf([signIn(every)], { lacking }), bare);
    expect(verdict.verdict).toBe("passed");
    expect(verdict).not.toHaveProperty("unseen");
  });

  it("is misconfigured where an account shows it all the same", () => {
    const verdict = judge(checkOf([signIn(expecting([outcome("signed_in")]))], { lacking: ["email"] }), arrives);
    expect(verdict).toMatchObject({
      verdict: "misconfigured",
      reason: 'sign_in: ada: expected no email (`observe: { email: none }`), got account 1 shows email "ada@acme.test"',
    });
    const empty = account("1", { email: null, roles: [], username: "ada" });
    const nothing = [observed([{ sign_ins: [ada], after: [empty] }])];
    expect(judge(checkOf([signIn()], { lacking: ["email", "roles"] }), nothing).verdict).toBe("passed");
  });
});

describe("untouched", () => {
  const steps = [
    signIn(expecting([outcome("signed_in")], { remember: "adas" })),
    signIn(expecting([{ kind: "accounts", untouched: ["adas"] }]), { person: "bob" }),
  ];
  const story = (before: typeof ADA, after = before) =>
    judge(checkOf(steps), [
      observed([
        { sign_ins: [ada], after: [before], names: { adas: "1" } },
        { sign_ins: [{ person: "bob", outcome: "refused" }], before: [before], after: [after] },
      ]),
    ]);

  it("names the fields that it compared", () => {
    const verdict = story({ ...ADA, roles: ["member"] });
    expect(verdict.verdict).toBe("passed");
    expect(verdict.steps[1]?.judgements[0]?.actual).toBe("adas untouched (email, roles)");
  });

  it("says nothing without the fields that it is about, unless the SP has none", () => {
    const about = (lacking: readonly AccountField[], ...compared: AccountField[]) => {
      const [first, second] = steps;
      const wanted = expecting([{ kind: "accounts", untouched: ["adas"], compared }]);
      const check = checkOf([first ?? signIn(), { ...(second ?? signIn()), expect: wanted }], { lacking });
      const named = { ...ADA, name: "Ada Tester" };
      return judge(check, [
        observed([
          { sign_ins: [ada], after: [named], names: { adas: "1" } },
          { sign_ins: [{ person: "bob", outcome: "refused" }], before: [named] },
        ]),
      ]);
    };
    expect(about([], "email").verdict).toBe("passed");
    expect(about([], "given_name", "family_name").verdict).toBe("passed");
    expect(about([], "roles")).toMatchObject({ verdict: "unobservable", unseen: [{ what: "roles" }] });
    expect(about(["roles"], "roles").verdict).toBe("passed");
  });

  it("cannot be told by the id alone", () => {
    expect(story(account("1"))).toMatchObject({ verdict: "unobservable", unseen: [{ what: "accounts" }] });
    const check = checkOf([signIn(expecting([{ kind: "accounts", changed: [0] }]))]);
    const bare = observed([{ sign_ins: [ada], before: [account("1")] }]);
    expect(judge(check, [bare]).verdict).toBe("unobservable");
    expect(judge(check, [observed([{ sign_ins: [{ outcome: "refused" }] }])]).verdict).toBe("passed");
  });
});

describe("a row that cannot be seen", () => {
  const rows = [
    row({ role_sync: ["mirror"] }, [outcome("signed_in"), { kind: "account", roles: { lacks: ["admin"] } }]),
    row({ role_sync: ["off"] }, [outcome("signed_in")]),
  ];
  const table = expecting([], { one_of: rows });

  it("may be true as well: no other is recommended", () => {
    const verdict = judge(checkOf([signIn(table)]), arrives);
    expect(verdict).toMatchObject({ verdict: "unobservable", unseen: [{ what: "roles" }] });
    expect(verdict.reason).toContain("role_sync cannot be told");
    expect(JSON.stringify(verdict)).not.toContain("declare role_sync");
    expect(JSON.stringify(verdict)).not.toContain("policy: {");
  });

  it("is no matter where another value is declared, or where what can be seen of it is wrong", () => {
    expect(judge(checkOf([signIn(table)], { declared: { role_sync: "off" } }), arrives).verdict).toBe("passed");
    const refused = [
      row({ role_sync: ["mirror"] }, [
        outcome("refused"),
        { kind: "account", of: "local", roles: { lacks: ["admin"] } },
      ]),
      row({ role_sync: ["off"] }, [outcome("signed_in")]),
    ];
    const [seen] = arrives;
    const local = { ...seen!, seeded: { local: "1" } };
    expect(judge(checkOf([signIn(expecting([], { one_of: refused }))]), [local]).verdict).toBe("observed");
  });

  it("is no matter where a row that is seen admits the same value", () => {
    const both = [...rows, row({ role_sync: ["mirror"] }, [outcome("signed_in")])];
    expect(judge(checkOf([signIn(expecting([], { one_of: both }))]), arrives).verdict).toBe("passed");
  });

  it("is no contradiction to what another step says", () => {
    const second = [
      row({ role_sync: ["mirror"] }, [outcome("signed_in")]),
      row({ role_sync: ["off"] }, [outcome("refused")]),
    ];
    const check = checkOf([signIn(table), signIn(expecting([], { one_of: second }))]);
    const [seen] = arrives;
    const again = observed([
      { sign_ins: [ada], after: [ADA] },
      { sign_ins: [ada], before: [ADA] },
    ]);
    expect(seen).toBeDefined();
    expect(judge(check, [again]).verdict).toBe("unobservable");
  });
});
