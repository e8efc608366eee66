import { describe, expect, it } from "vitest";
import type { Account } from "../../harness/observe/snapshot.ts";
import type { Json, Step } from "../../harness/scenario/model/index.ts";
import { account, checkOf, expecting, judge, observed, outcome, signedIn, signIn, type SeenStep } from "./stage.ts";

type Claims = { readonly [claim: string]: Json };

const PLAIN: Claims = { subject: "s-ada", email: "ada@acme.test" };
const place = { file: "x.yaml", line: 1, column: 1 };

/** One sign-in of somebody who is sent `claims`, and after it an account with `fields`. */
function stores(
  fields: Partial<Account>,
  { claims = PLAIN, before, steps = [], control = false, severity = "MAY" as const }: Stage = {},
) {
  const arrives: SeenStep = {
    sign_ins: [{ person: "ada", session: signedIn("1") }],
    before: before === undefined ? [] : [account("1", before)],
    after: [account("1", { email: "ada@acme.test", ...fields })],
  };
  const check = checkOf([...steps, signIn(expecting([outcome("signed_in")]), { control })], {
    severity,
    people: { ada: claims },
  });
  return judge(check, [observed([...steps.map(() => ({})), arrives])]);
}

interface Stage {
  readonly claims?: Claims;
  readonly before?: Partial<Account>;
  readonly steps?: readonly Step[];
  readonly control?: boolean;
  readonly severity?: "MAY" | "SHOULD";
}

describe("a word for nothing that the IdP did not send fails, whatever the severity", () => {
  it.each<[string, Partial<Account>]>([
    ["a name of JavaScript", { name: "undefined Smith" }],
    ["two parts that are missing", { name: "undefined undefined" }],
    ["two parts without a space", { username: "undefinedundefined" }],
    ["another account of that name", { username: "undefined2" }],
    ["a part of a username", { username: "user_undefined" }],
    ["an address", { email: "undefined@acme.test" }],
    ["Python's", { family_name: "None" }],
    ["Java's", { given_name: "null" }],
    ["Go's", { name: "<nil>" }],
    ["a number that is none", { username: "NaN" }],
    ["an object as text", { name: "[object Object]" }],
    ["a subject", { identities: [{ subject: "undefined" }] }],
    ["an attribute of the SP's own", { attributes: { greeting: "Dear undefined" } }],
    ["an attribute that is known as a claim", { attributes: { jobTitle: "x", phoneNumber: "None" } }],
    ["within an attribute", { attributes: { names: ["a", { x: "[object Object]" }] } }],
  ])("%s", (_, fields) => {
    for (const control of [false, true]) {
      const verdict = stores(fields, { control });
      expect(verdict).toMatchObject({ verdict: "failed", signs: ["word_for_nothing_stored"] });
      expect(verdict.reason).toContain("nothing stored where nothing was sent");
      expect(verdict.cause).toContain("turned into text");
      expect(verdict).not.toHaveProperty("harm");
    }
  });

  it("also into an account that was there", () => {
    expect(stores({ name: "None None" }, { before: { email: "ada@acme.test", name: "Ada" } }).verdict).toBe("failed");
    expect(
      stores({ attributes: { title: "undefined" } }, { before: { email: "ada@acme.test", attributes: {} } }).verdict,
    ).toBe("failed");
  });
});

describe("what is lawful", () => {
  it.each<[string, Partial<Account>]>([
    ["nothing", { name: null, username: null, attributes: { title: null } }],
    ["names that begin so", { name: "Nullmann Noneck", username: "undefinedly" }],
    ["surnames", { name: "Ada Null", family_name: "Null" }],
    ["roles, memberships", { roles: ["None", "null"], memberships: ["undefined"] }],
    ["settings", { attributes: { theme: "None", plan: "null", visibility: "none" } }],
    ["JSON in a text", { attributes: { profile: '{"nickname": null}', address: "[null]" } }],
    ["words of a language", { name: "Nil", given_name: "none" }],
  ])("%s", (_, fields) => {
    expect(stores(fields).verdict).toBe("passed");
  });

  it.each<[string, Partial<Account>, Stage]>([
    ["a claim", { family_name: "None" }, { claims: { ...PLAIN, family_name: "None" } }],
    ["a claim in other letters", { name: "Ada null" }, { claims: { ...PLAIN, family_name: "Null" } }],
    ["within a claim", { attributes: { title: "undefined" } }, { claims: { ...PLAIN, titles: ["", "Undefined"] } }],
    [
      "a claim that comes later",
      { name: "null" },
      {
        steps: [
          {
            kind: "change",
            people: { ada: { claims: { name: "null" }, without: [] } },
            control: false,
            applies: false,
            place,
          },
        ],
      },
    ],
    [
      "an invitation",
      { email: "null@acme.test" },
      {
        steps: [
          {
            kind: "invite",
            invitations: [{ name: "i", email: "null@acme.test", place }],
            control: false,
            applies: false,
            place,
          },
        ],
      },
    ],
  ])("sent: %s", (_, fields, stage) => {
    expect(stores(fields, stage).verdict).toBe("passed");
  });

  it("there before the step", () => {
    const before = { email: "a@acme.test", name: "undefined Smith", attributes: { title: "None" } };
    expect(stores({ ...before, email: "ada@acme.test" }, { before }).verdict).toBe("passed");
  });

  it("written by no sign-in", () => {
    const look: Step = { kind: "look", browser: "b", control: false, applies: false, place };
    const seen = observed([{ after: [account("1", { name: "undefined" })] }]);
    expect(judge(checkOf([look]), [seen]).verdict).toBe("passed");
  });
});

it("what else went wrong in the step comes first, and is not explained by it", () => {
  const check = checkOf([signIn(expecting([{ kind: "account", email: "eve@acme.test" }]))], { people: { ada: PLAIN } });
  const after = [account("1", { email: "ada@acme.test", name: "undefined" })];
  const verdict = judge(check, [observed([{ sign_ins: [{ session: signedIn("1") }], after }])]);
  expect(verdict).toMatchObject({ verdict: "failed", cause: "the cause" });
  expect(verdict.reason).toContain("eve@acme.test");
  expect(verdict.signs ?? []).not.toContain("word_for_nothing_stored");
});
