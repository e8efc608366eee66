import * as fc from "fast-check";
import { afterAll, expect } from "vitest";
import { openDatabase } from "../../sp-reference/accounts/database.ts";
import { Lookup } from "../../sp-reference/accounts/lookup.ts";
import { provision } from "../../sp-reference/accounts/provision.ts";
import { SCHEMA } from "../../sp-reference/accounts/schema.ts";
import { Store } from "../../sp-reference/accounts/store.ts";
import { Audit } from "../../sp-reference/audit/events.ts";
import { readClaims } from "../../sp-reference/mapping/claims.ts";
import { mappingRules } from "../../sp-reference/mapping/rules.ts";
import { workings } from "../../sp-reference/workings.ts";
import { connection, ISSUER } from "../sp-reference/situation.ts";
import { holds } from "./property.ts";

/** What an IdP says of people, whatever it says, at the reference SP with a real database. */
const at = {
  ...connection({ link_by: "never" }),
  attributes: {
    email: "email",
    email_verified: "email_verified",
    name: "name",
    given_name: "/nested/given",
    username: "constructor",
    groups: "groups",
    title: "/__proto__/title",
  },
};

const db = openDatabase(":memory:", SCHEMA);
afterAll(() => void db.close());
const organizations = new Map([["acme", at.organization]]);
const parts = { db, lookup: new Lookup(db), store: new Store(db), audit: new Audit(db), organizations, workings };

const text = fc.oneof(
  fc.constantFrom(
    "ada",
    "ADA",
    "ada@acme.test",
    "Ada@ACME.test",
    "ada@acme.test\n",
    "a@b",
    "admins",
    "engineering",
    "",
    " ",
    "\u0000",
    "a\u0000b",
    "ａda",
    "e\u0301",
    "é",
    "\ud800",
    "\ud801",
    "\ufffd",
    "x".repeat(300),
    "'; drop table accounts; --",
    "true",
    "null",
    "undefined",
  ),
  fc.string({ unit: "binary", maxLength: 10 }),
);
const raw: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 3, arbitrary: text },
  fc.jsonValue({ maxDepth: 2 }),
  fc.array(text, { maxLength: 3 }),
  fc.constant(undefined),
);
const claims = fc.record({
  sub: fc.oneof(raw, fc.constantFrom("ada", "ADA", "Ada", "ada ", "a\u0000da", "e\u0301", "\u00e9")),
  email: fc.oneof(raw, fc.constantFrom("ada@acme.test", "eve@acme.test", "bob@acme.test")),
  email_verified: fc.oneof(raw, fc.constant(true)),
  name: raw,
  nested: fc.oneof(raw, fc.record({ given: raw })),
  constructor: raw,
  groups: raw,
});

holds(
  "what is read of claims is usable, or nothing",
  [claims],
  (said) => {
    const read = readClaims({ protocol: "oidc", issuer: ISSUER, claims: said }, at, mappingRules);
    for (const value of Object.values(read.profile)) {
      if (value === null) continue;
      expect(value.trim()).not.toBe("");
      expect(value.length).toBeLessThanOrEqual(4_096);
      expect(value).toBe(value.normalize("NFC"));
    }
    if (read.email !== null) expect(read.email).toMatch(/^[^\s@]+@[^\s@]+$/);
    expect(read.emailVerified === true).toBe(
      (Array.isArray(said.email_verified) ? said.email_verified[0] : said.email_verified) === true,
    );
    if ("value" in read.subject) expect(read.subject.value).toBe(said.sub);
    for (const group of read.groups ?? []) expect([said.groups].flat()).toContain(group);
    expect(Object.keys(read.attributes)).toEqual([]);
  },
  { runs: 1_000 },
);

/** Which account each subject got, and whose each account is. */
const owners = new Map<string, string>();
const subjects = new Map<string, string>();

holds(
  "whoever signs in twice has one account, and nobody another's",
  [claims, claims],
  async (first, second) => {
    const says = (all: typeof first) =>
      ({ protocol: "oidc", issuer: ISSUER, claims: { ...all, sub: first.sub } }) as const;
    const one = await provision(parts, at, says(first));
    const two = await provision(parts, at, says(second));
    for (const ended of [one, two]) {
      if (ended.kind !== "signed_in") continue;
      expect(typeof first.sub).toBe("string");
      const sub = String(first.sub);
      expect(owners.get(sub) ?? ended.account).toBe(ended.account);
      owners.set(sub, ended.account);
      expect(subjects.get(ended.account) ?? sub).toBe(sub);
      subjects.set(ended.account, sub);
    }
    if (one.kind === "signed_in" && two.kind === "signed_in") expect(two.account).toBe(one.account);
    const identities = db
      .prepare<[], { n: number; m: number }>(
        "SELECT count(*) AS n, count(DISTINCT issuer || ' ' || subject) AS m FROM identities",
      )
      .get();
    expect(identities?.n).toBe(identities?.m);
  },
  { runs: 300 },
);
