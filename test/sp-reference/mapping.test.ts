import { describe, expect, test } from "vitest";
import type { SamlConnection } from "../../sp-reference/config/model.ts";
import { domainOf, emailKey } from "../../sp-reference/mapping/address.ts";
import { rawValue, type Assertion } from "../../sp-reference/mapping/assertion.ts";
import { readClaims } from "../../sp-reference/mapping/claims.ts";
import { mappingRules } from "../../sp-reference/mapping/rules.ts";
import { connection } from "./situation.ts";

const oidc = (sub: unknown): Assertion => ({ protocol: "oidc", issuer: "i", claims: { sub, email: "a@acme.test" } });

const saml = (identity_key: SamlConnection["policy"]["identity_key"]) => connection({ identity_key });

const assertion = (format: string, values: readonly string[] | undefined): Assertion => ({
  protocol: "saml",
  issuer: "i",
  nameId: { value: "n", format },
  attributes: new Map(values === undefined ? [] : [["staff", values]]),
  sessionIndex: null,
});

const { text, email, emailVerified, groups, attribute, subject } = mappingRules;

test.each([undefined, null, "", " ", "\t\n", 7, true, {}, [], [""], "x".repeat(1025)])("no text: %j", (raw) => {
  expect(text(raw)).toBeNull();
});

test("texts are equal after NFC", () => {
  expect(text("Ze\u0301")).toBe("Z\u00e9");
  expect(text("Černý 🤔")).toBe("Černý 🤔");
});

test.each([
  "",
  " ",
  "ada",
  "ada@",
  "@acme.test",
  "ada@acme.test\r\nBcc: x@y.test",
  "a b@acme.test",
  null,
  {},
  7,
  [null],
])("no address: %j", (raw) => {
  expect(email(raw)).toBeNull();
});

test("an address comes whole, from a text or from the first of several values", () => {
  expect(email("Ada@acme.test")).toBe("Ada@acme.test");
  expect(email(["ada@acme.test", "other@acme.test"])).toBe("ada@acme.test");
});

test.each<[unknown, boolean | null, boolean | null]>([
  // raw, over OIDC, over SAML
  [undefined, null, null],
  [null, null, null],
  ["", null, null],
  [true, true, false],
  [false, false, false],
  ["true", false, true],
  ["false", false, false],
  [1, false, false],
])("email_verified %j", (raw, oidc, saml) => {
  expect(emailVerified(raw, "oidc")).toBe(oidc);
  expect(emailVerified(raw, "saml")).toBe(saml);
});

test.each<[unknown, readonly string[] | null, readonly string[] | null]>([
  [undefined, null, null],
  [null, null, null],
  ["engineering", ["engineering"], ["engineering"]],
  [
    ["a", "b"],
    ["a", "b"],
    ["a", "b"],
  ],
  [[], [], null],
  [[""], [], null],
  [["a", 7, null, ""], ["a"], ["a"]],
  [{ a: true }, null, null],
  ["", [], null],
])("groups %j", (raw, oidc, saml) => {
  expect(groups(raw, "oidc")).toEqual(oidc);
  expect(groups(raw, "saml")).toEqual(saml);
});

describe("where an address is looked for that is not in email", () => {
  const told = { protocol: "oidc", issuer: "i", claims: { upn: "u@acme.test", login: "l@acme.test" } } as const;
  const elsewhere = (
    email_claims: "email" | "username" | "upn",
    attributes: { readonly [field: string]: string } = {},
  ) => mappingRules.otherEmail(told, { ...connection({ email_claims }), attributes });

  test("nowhere, in upn, or in what is mapped to the username", () => {
    expect(elsewhere("email", { username: "login" })).toBeUndefined();
    expect(elsewhere("upn")).toBe("u@acme.test");
    expect(elsewhere("username", { username: "login" })).toBe("l@acme.test");
    expect(elsewhere("username")).toBeUndefined();
  });

  test("what is said of email's verification is not said of it", () => {
    const at = {
      ...connection({ email_claims: "upn" }),
      attributes: { email: "email", email_verified: "email_verified" },
    };
    const read = (claims: object) =>
      readClaims({ protocol: "oidc", issuer: "i", claims: { sub: "s", ...claims } }, at, mappingRules);
    expect(read({ upn: "u@acme.test", email_verified: true })).toMatchObject({
      email: "u@acme.test",
      emailVerified: null,
    });
    expect(read({ email: "e@acme.test", upn: "u@acme.test", email_verified: true })).toMatchObject({
      email: "e@acme.test",
      emailVerified: true,
    });
  });
});

test("an attribute of several values keeps them, one of one is a text", () => {
  expect(attribute(["a", "b"])).toEqual(["a", "b"]);
  expect(attribute(["a"])).toBe("a");
  expect(attribute([])).toBeNull();
});

describe("the subject", () => {
  test.each([undefined, null, "", "  ", 7, ["ada"], "x".repeat(257)])("none: %j", (sub) => {
    expect(subject(oidc(sub), connection())).toHaveProperty("missing");
  });

  test.each(["Ada", "a|b/c@d:e", " padded ", "x".repeat(255)])("whole and unchanged: %j", (sub) => {
    expect(subject(oidc(sub), connection())).toEqual({ value: sub });
  });

  test("a NameID, unless it is transient", () => {
    const format = "urn:oasis:names:tc:SAML:2.0:nameid-format:";
    expect(subject(assertion(`${format}persistent`, undefined), saml("entity_nameid"))).toEqual({ value: "n" });
    expect(subject(assertion(`${format}transient`, undefined), saml("entity_nameid"))).toHaveProperty("missing");
  });

  test("an attribute, with one value, and no second choice", () => {
    const key = saml("entity_attr:staff");
    expect(subject(assertion("x", ["42"]), key)).toEqual({ value: "42" });
    for (const values of [undefined, [], [""], ["42", "43"]]) {
      expect(subject(assertion("x", values), key)).toHaveProperty("missing");
    }
    expect(subject({ ...assertion("x", ["42"]), nameId: null } as Assertion, key)).toEqual({ value: "42" });
  });
});

test("the connection's own mapping decides, nested claims and prototype names included", () => {
  const assertion: Assertion = {
    protocol: "oidc",
    issuer: "i",
    claims: { sub: "ada", mail: "ada@acme.test", realm: { "a/b": ["engineering"] }, "https://x.test/title": "Dr" },
  };
  const attributes = { email: "mail", groups: "/realm/a~1b", title: "https://x.test/title", odd: "constructor" };
  expect(readClaims(assertion, { ...connection(), attributes }, mappingRules)).toMatchObject({
    email: "ada@acme.test",
    groups: ["engineering"],
    attributes: { title: "Dr" },
    mappedAttributes: ["title", "odd"],
    profile: { name: null },
  });
  expect(rawValue(assertion, "/realm/constructor")).toBeUndefined();
});

test("an address's key", () => {
  expect(emailKey("Ada.L@ACME.test", "insensitive")).toBe("ada.l@acme.test");
  expect(emailKey("Ada.L@ACME.test", "sensitive")).toBe("Ada.L@acme.test");
  expect(domainOf('"a@b"@ACME.test')).toBe("acme.test");
});
