import { describe, expect, it } from "vitest";
import type { Account } from "../../harness/observe/snapshot.ts";
import type { ExpectationOf } from "../../harness/scenario/model/index.ts";
import { account, checkOf, expecting, judge, observed, signedIn, signIn, SIGNED_OUT, type Bare } from "./stage.ts";

const FULL = account("1", {
  email: "ada@acme.test",
  email_verified: true,
  username: null,
  given_name: "C\u0301erny",
  roles: ["member", "admin"],
  identities: [
    { issuer: "https://op.test", subject: "s-1" },
    { issuer: "https://op.test", subject: "s-3" },
    { issuer: "https://op.test", subject: "s-3" },
  ],
  active: true,
  attributes: { title: "Engineer", tags: ["a", "b"] },
  memberships: ["acme"],
});
const BARE = account("2");

function accountVerdict(expectation: Bare<ExpectationOf<"account">>, found: Account): string {
  const check = checkOf([signIn(expecting([expectation]))]);
  return judge(check, [observed([{ sign_ins: [{ session: signedIn(found.id) }], before: [found] }])]).verdict;
}

describe("account", () => {
  it.each<[string, Partial<ExpectationOf<"account">>, string]>([
    ["email", { email: "ada@acme.test" }, "passed"],
    ["email in other letters", { email: "ADA@acme.test" }, "passed"],
    ["another email", { email: "eve@acme.test" }, "failed"],
    ["no email", { email: null }, "failed"],
    ["none of some texts", { email_none_of: ["ada", "eve@acme.test"] }, "passed"],
    ["one of some texts, in other letters", { email_none_of: ["eve@acme.test", "ADA@acme.test"] }, "failed"],
    ["no username", { names: { username: null } }, "passed"],
    ["a name after NFC", { names: { given_name: "\u0106erny" } }, "passed"],
    ["another name", { names: { given_name: "?erny" } }, "failed"],
    ["a name that is not shown", { names: { family_name: "x" } }, "unobservable"],
    ["email_verified", { email_verified: false }, "failed"],
    ["exactly its roles", { roles: { is: ["admin", "member"] } }, "passed"],
    ["exactly fewer roles", { roles: { is: ["admin"] } }, "failed"],
    ["a role", { roles: { has: ["admin"] } }, "passed"],
    ["a role that it has not", { roles: { has: ["owner"] } }, "failed"],
    ["lacking a role", { roles: { lacks: ["admin"] } }, "failed"],
    ["an identity", { identities: [{ subject: "s-1" }] }, "passed"],
    ["an identity at its issuer", { identities: [{ subject: "s-1", issuer: "https://op.test" }] }, "passed"],
    ["an identity at another issuer", { identities: [{ subject: "s-1", issuer: "https://other.test" }] }, "failed"],
    ["an identity that stands there twice", { identities: [{ subject: "s-3" }] }, "failed"],
    ["another identity", { identities: [{ subject: "s-2" }] }, "failed"],
    ["active", { active: false }, "failed"],
    ["an attribute", { attributes: { tags: ["a", "b"] } }, "passed"],
    ["another value", { attributes: { title: "Countess" } }, "failed"],
    ["an attribute that is not shown", { attributes: { locale: "en" } }, "unobservable"],
    ["a membership", { memberships: ["acme"] }, "passed"],
    ["another membership", { memberships: ["globex"] }, "failed"],
  ])("%s", (_, fields, verdict) => {
    expect(accountVerdict({ kind: "account", ...fields }, FULL)).toBe(verdict);
  });

  it.each<[string, Partial<ExpectationOf<"account">>]>([
    ["email", { email: "x" }],
    ["what the email must not be", { email_none_of: ["x"] }],
    ["what the username must not be", { username_none_of: ["x"] }],
    ["email_verified", { email_verified: true }],
    ["roles", { roles: { lacks: ["admin"] } }],
    ["identities", { identities: [{ subject: "s" }] }],
    ["active", { active: true }],
    ["memberships", { memberships: ["acme"] }],
  ])("%s that no driver shows is unobservable", (_, fields) => {
    expect(accountVerdict({ kind: "account", ...fields }, BARE)).toBe("unobservable");
  });

  it("a username is another one letter by letter, and none is another one than any", () => {
    const among = (names: string[], username: string | null) =>
      accountVerdict({ kind: "account", username_none_of: names }, account("1", { username }));
    expect(among(["ada", "eve"], "ada2")).toBe("passed");
    expect(among(["ada", "eve"], "eve")).toBe("failed");
    expect(among(["Ada"], "ada")).toBe("passed");
    expect(among(["ada"], null)).toBe("passed");
  });

  it("an empty text is not null", () => {
    expect(accountVerdict({ kind: "account", email: null }, account("1", { email: "" }))).toBe("failed");
    expect(accountVerdict({ kind: "account", email: null }, account("1", { email: null }))).toBe("passed");
  });

  it.each([
    ["nobody is signed in", { kind: "account", email: "x" }, {}, "failed"],
    ["a name that remembers nobody", { kind: "account", of: "adas", email: "x" }, { adas: null }, "failed"],
    ["a name of an account that is gone", { kind: "account", of: "adas", email: "x" }, { adas: "77" }, "failed"],
    ["a name that was never given", { kind: "account", of: "bobs", email: "x" }, {}, "error"],
  ] as const)("%s", (_, expectation, names, verdict) => {
    const check = checkOf([signIn(expecting([expectation]))]);
    expect(judge(check, [observed([{ sign_ins: [{ session: SIGNED_OUT }], names }])]).verdict).toBe(verdict);
  });
});

describe("an SP that keeps one name for the whole person", () => {
  const { given_name: _, ...rest } = FULL;
  it.each<[string, Partial<Account>, ExpectationOf<"account">["names"], string]>([
    ["a part that stands in it, after NFC", { name: "Ada \u0106erny" }, { family_name: "C\u0301erny" }, "passed"],
    ["a part that does not", { name: "Ada ?erny" }, { given_name: "Ada", family_name: "\u0106erny" }, "failed"],
    ["no name at all", { name: null }, { given_name: "Ada" }, "failed"],
    ["an expected absence is not looked for in it", { name: "Ada" }, { given_name: null }, "unobservable"],
    ["parts are told where one is shown", { name: "Ada B", given_name: "Ada" }, { family_name: "B" }, "unobservable"],
  ])("%s", (_name, shown, names, verdict) => {
    expect(accountVerdict({ kind: "account", names: names ?? {} }, account("1", { ...rest, ...shown }))).toBe(verdict);
  });
});

describe("accounts", () => {
  const changed = account("1", { ...FULL, email: "new@acme.test" });
  const shuffled = account("1", { ...FULL, roles: ["admin", "member"], seen_by: { email: "sql 2" } });

  it.each<[string, Partial<ExpectationOf<"accounts">>, Account[], Account[], string]>([
    ["created", { created: [1] }, [], [FULL], "passed"],
    ["created twice", { created: [1] }, [], [FULL, BARE], "failed"],
    ["created one or two", { created: [1, 2] }, [], [FULL, BARE], "passed"],
    ["created and deleted are told apart", { created: [0], deleted: [0] }, [FULL], [BARE], "failed"],
    ["deleted", { deleted: [0] }, [FULL, BARE], [FULL], "failed"],
    ["changed", { changed: [0] }, [FULL], [changed], "failed"],
    ["the order of roles and who saw a field are no change", { changed: [0] }, [FULL], [shuffled], "passed"],
    ["total", { total: [2] }, [FULL], [FULL, BARE], "passed"],
    ["untouched", { untouched: ["adas"] }, [FULL, BARE], [shuffled, BARE], "passed"],
    ["touched", { untouched: ["adas"] }, [FULL], [changed], "failed"],
    ["gone", { untouched: ["adas"] }, [FULL], [], "failed"],
    ["untouched nobody", { untouched: ["nobody"] }, [FULL], [], "passed"],
    ["untouched whoever was never named", { untouched: ["bobs"] }, [FULL], [FULL], "error"],
  ])("%s", (_, fields, before, after, verdict) => {
    const check = checkOf([signIn(expecting([{ kind: "accounts", ...fields }]))]);
    const session = after[0] === undefined ? SIGNED_OUT : signedIn(after[0].id);
    const seen = observed([{ sign_ins: [{ session }], before, after }], { seeded: { adas: "1" } });
    const named = { ...seen, steps: seen.steps.map((step) => ({ ...step, names: { adas: "1", nobody: null } })) };
    expect(judge(check, [named]).verdict).toBe(verdict);
  });
});

describe("session", () => {
  it.each<[string, Partial<ExpectationOf<"session">>, "1" | "2" | "none", string]>([
    ["the account", { account: ["adas"] }, "1", "passed"],
    ["another account", { account: ["adas"] }, "2", "failed"],
    ["the account or none", { account: ["adas", "none"] }, "none", "passed"],
    ["new", { account: ["new"] }, "2", "passed"],
    ["not new", { account: ["new"] }, "1", "failed"],
    ["none", { account: ["none"] }, "1", "failed"],
    ["not", { not: ["adas"] }, "1", "failed"],
    ["not, with another", { not: ["adas"] }, "2", "passed"],
    ["not, with none", { not: ["adas"] }, "none", "passed"],
    ["nobody matches no account", { account: ["nobody"] }, "1", "failed"],
    ["nobody matches no lack of a session", { account: ["nobody"] }, "none", "failed"],
    ["not nobody", { not: ["nobody"] }, "1", "passed"],
    ["never named", { not: ["bobs"] }, "1", "error"],
  ])("%s", (_, fields, id, verdict) => {
    const check = checkOf([signIn(), signIn(expecting([{ kind: "session", ...fields }]))]);
    const session = id === "none" ? SIGNED_OUT : signedIn(id);
    const first = { sign_ins: [{ session: signedIn("1") }], after: [FULL], names: { adas: "1", nobody: null } };
    const after = id === "2" ? [FULL, BARE] : [FULL];
    expect(judge(check, [observed([first, { sign_ins: [{ session }], before: [FULL], after }])]).verdict).toBe(verdict);
  });

  it("of a browser that was only looked at", () => {
    const look = {
      kind: "look",
      browser: "attacker",
      control: false,
      applies: false,
      place: { file: "x", line: 1, column: 1 },
    } as const;
    const check = checkOf([{ ...look, expect: expecting([{ kind: "session", not: ["adas"] }]) }]);
    const seen = (session: ReturnType<typeof signedIn>) => [
      observed([{ before: [FULL], session }], { seeded: { adas: "1" } }),
    ];
    expect(judge(check, seen(signedIn("1"))).verdict).toBe("failed");
    expect(judge(check, seen(SIGNED_OUT)).verdict).toBe("passed");
    expect(judge(check, [observed([{ before: [FULL] }], { seeded: { adas: "1" } })]).verdict).toBe("unobservable");
  });

  it("a name given in this step counts from the next one on", () => {
    const remembering = signIn(expecting([{ kind: "session", account: ["adas"] }], { remember: "adas" }));
    const seen = observed([
      { sign_ins: [{ session: signedIn("1") }], after: [FULL], names: { adas: "1" } },
      { sign_ins: [{ session: signedIn("2") }], before: [FULL], after: [FULL, BARE], names: { adas: "2" } },
    ]);
    expect(judge(checkOf([signIn(), remembering]), [seen]).verdict).toBe("failed");
  });
});

describe("message", () => {
  const check = checkOf([
    signIn(expecting([{ kind: "message", says: [["no address", "No email"], ["administrator"]] }])),
  ]);

  it.each([
    ["each text, whatever its case and spacing", "Sorry: NO\n email.  Ask your Administrator", undefined, "passed"],
    ["one of them missing", "No email", undefined, "warned"],
    ["an empty page", " ", undefined, "warned"],
    [
      "the page that everybody sees before they sign in",
      "Sign in. No email? Ask your administrator",
      "Sign in.  No email? Ask your administrator",
      "warned",
    ],
    ["that page with a word more", "Sign in. No email came: ask your administrator", "Sign in.", "passed"],
  ])("%s", (_, text, front, verdict) => {
    const sign_in = { outcome: "refused", text, ...(front === undefined ? {} : { front }) } as const;
    expect(judge(check, [observed([{ sign_ins: [sign_in] }])]).verdict).toBe(verdict);
  });
});
