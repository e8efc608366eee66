import { expect, test } from "vitest";
import { abilities, lacks, seedableFields, visibleFields } from "../../harness/scenario/abilities.ts";
import { httpDriver, PLACE, sessionOf, sqlDriver, targetOf } from "../sp/support/target.ts";

test("what a target can do is what its file holds", () => {
  const remove = {
    kind: "http" as const,
    request: { method: "DELETE" as const, target: "/u/{{id}}" },
    headers: {},
    place: PLACE,
  };
  const target = targetOf({ seed: { account: remove, remove }, drive: { sign_out: [], link: "none" } });
  expect([...abilities(target)].toSorted()).toEqual(["remove", "seed", "session", "session_cookie", "sign_out"]);
  expect([...lacks(target)]).toEqual(["link"]);
});

test.each([
  ["a token of the page", { query: "token" }, ["session_cookie"]],
  ["what a cookie holds", { cookie: "sid" }, []],
])("a session that is handed over as %s", (_, from, lacking) => {
  const session = {
    ...sessionOf(),
    headers: { authorization: "Bearer {{kept.token}}" },
    kept: { token: { ...from, decode: [] } },
  };
  const target = targetOf({ observe: { session, accounts: [], settle: 0 } });
  expect([...lacks(target)]).toEqual(lacking);
  expect(abilities(target).has("session_cookie")).toBe(lacking.length === 0);
});

test("what a target shows is what its drivers map, collect or name", () => {
  const accounts = [
    httpDriver({ map: { id: "$.id", active: "$.on", "attributes.dept": "$.d" } }),
    sqlDriver({ query: "select user_id as id, email from u", collect: { identities: { subject: "uid" } } }),
    sqlDriver({ query: "select id, name from u", map: { id: "id", username: "name" } }),
  ];
  const target = targetOf({ observe: { session: sessionOf(), accounts, settle: 0 } });
  expect([...visibleFields(target)].toSorted()).toEqual([
    "active",
    "attributes",
    "email",
    "id",
    "identities",
    "username",
  ]);
});

test("what a target can seed is what its call writes", () => {
  const http = {
    kind: "http" as const,
    request: { method: "POST" as const, target: "/u" },
    headers: {},
    json: { e: "{{email}}", s: "{{subject}}", p: "{{password}}" },
    place: PLACE,
  };
  const sql = {
    kind: "sql" as const,
    database: "sqlite:x",
    statements: ["insert into u values (:email, :role)"],
    place: PLACE,
  };
  expect([...seedableFields(targetOf({ seed: { account: http } }))].toSorted()).toEqual([
    "email",
    "identities",
    "password",
  ]);
  expect([...seedableFields(targetOf({ seed: { account: sql } }))].toSorted()).toEqual(["email", "roles"]);
  expect([...seedableFields(targetOf())]).toEqual([]);
});
