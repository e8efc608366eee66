import { describe, expect, it } from "vitest";
import type { Json, Sign, Step } from "../../harness/scenario/model/index.ts";
import {
  account,
  checkOf,
  expecting,
  judge,
  observed,
  outcome,
  signedIn,
  signIn,
  type Seen,
  type SeenStep,
} from "./stage.ts";

const ADA = account("1", { email: "ada@acme.test", username: "ada" });
const BOB = account("2", { email: "bob@acme.test", username: "bob" });
const NEW = account("3", { email: "ada@acme.test" });
const PEOPLE = {
  ada: { subject: "s-ada", email: "ada@acme.test", preferred_username: "ada" },
  bob: { subject: "s-bob", email: "bob@acme.test", preferred_username: "bob" },
  nobody: { subject: "s-nobody" },
};
const place = { file: "x.yaml", line: 1, column: 1 };
const ada: Seen = { person: "ada", session: signedIn("1") };
const refused = (person: string): Seen => ({ person, outcome: "refused", text: "No." });
const broken = (person: string): Seen => ({ person, outcome: "broken", why: "HTTP 500" });
const first: SeenStep = { sign_ins: [ada], after: [ADA], names: { adas: "1" } };
const impossible = expecting([{ kind: "accounts", total: [99] }]);
const changes = (person: string, claims: { readonly [claim: string]: Json }): Step => ({
  kind: "change",
  people: { [person]: { claims, without: [] } },
  control: false,
  applies: false,
  place,
});

/** The signs of the last of these steps, which fails. */
function signsOf(
  last: SeenStep,
  more: { readonly before?: readonly [Step, SeenStep][]; readonly person?: string; readonly step?: object } = {},
): readonly Sign[] {
  const { before = [[signIn(expecting([outcome("signed_in")], { remember: "adas" })), first]], person = "ada" } = more;
  const steps = [...before.map(([step]) => step), signIn(impossible, { person, ...more.step })];
  const seen = observed([...before.map(([, one]) => one), last], {});
  return judge(checkOf(steps, { people: PEOPLE }), [seen]).signs ?? [];
}

const known: SeenStep["before"] = [ADA];
const changed: [Step, SeenStep] = [changes("ada", { email: "king@acme.test" }), { before: known }];
const start: [Step, SeenStep] = [signIn(expecting([outcome("signed_in")], { remember: "adas" })), first];

describe("what was seen is told by its signs", () => {
  it.each<[Sign, SeenStep, Parameters<typeof signsOf>[1]]>([
    [
      "second_account_at_each_sign_in",
      { sign_ins: [{ person: "ada", session: signedIn("3") }], before: known, after: [ADA, NEW] },
      {},
    ],
    [
      "second_account_at_the_same_moment",
      { sign_ins: [ada, ada], after: [ADA, NEW] },
      { before: [], step: { times: 2, parallel: true } },
    ],
    [
      "account_found_by_email",
      { sign_ins: [{ person: "bob", session: signedIn("1") }], before: known },
      { before: [start, [changes("bob", { email: "ADA@acme.test" }), { before: known }]], person: "bob" },
    ],
    [
      "account_found_by_email",
      { sign_ins: [{ person: "ada", session: signedIn("3") }], before: known, after: [ADA, NEW] },
      { before: [start, changed] },
    ],
    [
      "account_found_by_subject",
      { sign_ins: [{ person: "bob", session: signedIn("1") }], before: known },
      { before: [start, [changes("bob", { subject: "s-ada" }), { before: known }]], person: "bob" },
    ],
    [
      "account_found_by_username",
      { sign_ins: [{ person: "bob", session: signedIn("1") }], before: known },
      { before: [start, [changes("bob", { preferred_username: "ada" }), { before: known }]], person: "bob" },
    ],
    [
      "second_account_beside_a_known_one",
      { sign_ins: [{ person: "ada", session: signedIn("3") }], before: known, after: [ADA, NEW] },
      { before: [] },
    ],
    ["broken", { sign_ins: [broken("bob")], before: known }, { person: "bob" }],
    [
      "broken_by_a_taken_email",
      { sign_ins: [broken("bob")], before: known },
      { before: [start, [changes("bob", { email: "ada@acme.test" }), { before: known }]], person: "bob" },
    ],
    ["broken_without_an_email", { sign_ins: [broken("nobody")], before: known }, { person: "nobody" }],
    ["account_without_a_session", { sign_ins: [refused("bob")], before: known, after: [ADA, BOB] }, { person: "bob" }],
    [
      "forgery_let_in",
      { sign_ins: [{ ...ada, tamper: { name: "missing-subject", delivered: true } }], before: known },
      {},
    ],
    [
      "nameless_let_in",
      { sign_ins: [{ ...ada, tamper: { name: "missing-subject", delivered: true } }], before: known },
      {},
    ],
    ["lost_account", { sign_ins: [refused("bob")], before: known, after: [] }, { person: "bob" }],
    ["locked_out", { sign_ins: [refused("ada")], before: known }, {}],
    ["newcomer_turned_away", { sign_ins: [refused("bob")], before: known }, { person: "bob" }],
    ["told_nothing", { sign_ins: [{ ...refused("bob"), text: " " }], before: known }, { person: "bob" }],
    ["account_not_updated", { sign_ins: [ada], before: known }, { before: [start, changed] }],
    [
      "account_updated",
      { sign_ins: [ada], before: known, after: [{ ...ADA, email: "king@acme.test" }] },
      { before: [start, changed] },
    ],
  ])("%s", (sign, last, more) => {
    expect(signsOf(last, more)).toContain(sign);
  });

  it("and by no other: a plain refusal of a newcomer", () => {
    expect(signsOf({ sign_ins: [refused("bob")], before: known }, { person: "bob" })).toEqual(["newcomer_turned_away"]);
  });

  it("a message that names somebody properly lets in nobody without a name", () => {
    const last = { sign_ins: [{ ...ada, tamper: { name: "wrong-audience", delivered: true } }], before: known };
    expect(signsOf(last)).toContain("forgery_let_in");
    expect(signsOf(last)).not.toContain("nameless_let_in");
  });

  it("a role is told by whether it was there before", () => {
    const lacks = expecting([{ kind: "account", roles: { lacks: ["admin"] } }]);
    const admin = { ...ADA, roles: ["admin"] };
    const signs = (before: readonly (typeof admin)[]) =>
      judge(checkOf([signIn(lacks)]), [observed([{ sign_ins: [ada], before, after: [admin] }])]).signs;
    expect(signs([admin])).toContain("role_not_taken_back");
    expect(signs([])).toContain("role_nobody_gave");
    const has = checkOf([signIn(expecting([{ kind: "account", roles: { has: ["member"] } }]))]);
    expect(judge(has, [observed([{ sign_ins: [ada], after: [admin] }])]).signs).toContain("role_missing");
  });

  it("roles that changed alone where nothing should, with a cause of their own", () => {
    const guest = { ...ADA, roles: ["guest"] };
    const untouched = checkOf([signIn(expecting([{ kind: "accounts", untouched: ["adas"] }]))], { people: PEOPLE });
    const seen = (after: object) =>
      judge({ ...untouched }, [
        observed([{ sign_ins: [ada], names: { adas: ADA.id }, before: [guest], after: [{ ...guest, ...after }] }]),
      ]);
    expect(seen({ roles: [] })).toMatchObject({
      signs: ["roles_changed"],
      cause: expect.stringContaining("roles of an account are written anew") as unknown,
    });
    expect(seen({ roles: [], name: "Another" }).signs ?? []).not.toContain("roles_changed");
  });

  it("an earlier session that is kept", () => {
    const seen = observed([{ sign_ins: [{ ...refused("bob"), earlier: "1" }], before: known }]);
    const check = checkOf([signIn(expecting([outcome("signed_in")]), { person: "bob" })], { people: PEOPLE });
    expect(judge(check, [seen]).signs).toContain("earlier_session_kept");
  });

  it("are those of the step that decided, and none where nothing is wrong", () => {
    const right = checkOf([signIn(expecting([outcome("signed_in")]))], { people: PEOPLE });
    expect(judge(right, [observed([first])])).not.toHaveProperty("signs");
    const found = signsOf({ sign_ins: [{ person: "ada", session: signedIn("3") }], before: known, after: [ADA, NEW] });
    expect(found).toEqual(["second_account_at_each_sign_in"]);
  });
});

describe("the cause is that whose sign was seen", () => {
  const causes = [
    { sign: "broken", cause: "It crashes.", fix: "Catch it." },
    { sign: "newcomer_turned_away", cause: "It is shut.", fix: "Open it." },
  ] as const;
  const told = (seen: Seen) =>
    judge(checkOf([signIn(expecting([outcome("signed_in")]), { person: "bob" })], { people: PEOPLE, causes }), [
      observed([{ sign_ins: [seen] }]),
    ]);

  it("else the general one", () => {
    expect(told(broken("bob"))).toMatchObject({ cause: "It crashes.", fix: "Catch it." });
    expect(told(refused("bob"))).toMatchObject({ cause: "It is shut." });
    expect(told({ person: "bob", outcome: "interrupted" })).toMatchObject({ cause: "the cause", fix: "the fix" });
  });
});
