import type { IncomingMessage, ServerResponse } from "node:http";
import { describe, expect, test } from "vitest";
import { freePort } from "../../../harness/ports.ts";
import { createSp } from "../../../harness/sp/index.ts";
import { compileScimPath } from "../../../harness/sp/drivers/scim-path.ts";
import { scimServer, TOKEN, type Resource } from "../support/scim.ts";
import { PLACE, scimDriver, sessionOf, targetOf } from "../support/target.ts";
import { failure, json, later, serve } from "../support/world.ts";
import { accountsReaderContract, open, STORED } from "./contract.ts";

const auth = { kind: "bearer", token: TOKEN } as const;
const authorized = (parts: Parameters<typeof scimDriver>[0] = {}) => scimDriver({ auth, ...parts });

const users: readonly Resource[] = STORED.map(({ id, email, active, links, roles }) => ({
  id,
  userName: `user-${id}`,
  active,
  ...(email === null ? {} : { emails: [{ value: "other@sp.test" }, { value: email, primary: true }] }),
  roles: roles.map((value) => ({ value })),
  entitlements: links.map(({ iss, sub }) => ({ value: sub, display: iss })),
}));
const group = (id: string, displayName: string, ...members: readonly string[]) => ({
  id,
  displayName,
  members: members.map((value) => ({ value, type: "User" })),
});

accountsReaderContract("scim", async () => {
  const full = await serve(scimServer({ users, groups: [] }));
  const echo = await serve((req, res) => {
    const filter = new URL(req.url ?? "", "http://x").searchParams.get("filter") ?? "";
    const told = /^userName co (".*")$/.exec(filter)?.[1] ?? '""';
    json(res, listOf([{ id: "1", userName: JSON.parse(told) as string }]));
  });
  const none = await serve((_, res) => json(res, { totalResults: 0 }));
  const nameless = await serve((_, res) => json(res, listOf([{ userName: "x" }])));
  return {
    driver: authorized({
      base: `${full}/scim/v2`,
      map: { id: "id", email: "emails", active: "active" },
      collect: { identities: { issuer: "entitlements.display", subject: "entitlements" }, roles: "roles" },
    }),
    empty: scimDriver({ base: none }),
    echo: scimDriver({ base: echo, filter: 'userName co "{{ns}}"', map: { id: "id", email: "userName" } }),
    broken: scimDriver({ base: `http://localhost:${await freePort()}` }),
    nameless: scimDriver({ base: nameless }),
    dir: "/",
    base_url: "http://localhost",
  };
});

const listOf = (Resources: readonly unknown[], totalResults = Resources.length, startIndex = 1) => ({
  schemas: ["urn:ietf:params:scim:api:messages:2.0:ListResponse"],
  totalResults,
  startIndex,
  Resources,
});
const queryOf = (req: IncomingMessage) => new URL(req.url ?? "", "http://x").searchParams;

async function reader(handler: (req: IncomingMessage, res: ServerResponse) => unknown, driver = authorized()) {
  return open({ dir: "/", base_url: await serve(handler) }, driver);
}

describe("scim with SCIMMY", () => {
  const many = Array.from({ length: 450 }, (_, n) => ({ id: `u${n}`, userName: `user-${n}`, active: n % 2 === 0 }));

  test("pages through hundreds of users", async () => {
    const all = await reader(
      scimServer({ users: many, groups: [] }),
      authorized({ map: { id: "id", username: "userName" } }),
    );
    expect(await all.read("x")).toEqual(many.map(({ id, userName }) => ({ id, username: userName })));
  });

  test("lets the server filter", async () => {
    const asked: string[] = [];
    const app = scimServer({ users: many, groups: [] });
    const some = await reader(
      (req, res) => {
        asked.push(queryOf(req).get("filter") ?? "");
        app(req as never, res as never);
      },
      authorized({ filter: 'userName co "{{ns}}"' }),
    );
    expect((await some.read("user-44")).map(({ id }) => id)).toEqual([
      "u44",
      ...Array.from({ length: 10 }, (_, n) => `u44${n}`),
    ]);
    expect(asked).toEqual(['userName co "user-44"']);
  });

  test("shows the names of groups where it is asked to", async () => {
    const groups = [
      group("g1", "Engineering", "u1", "u2"),
      group("g2", "Admins", "u2"),
      { id: "g3", displayName: "Nobody" },
    ];
    const app = scimServer({ users: many.slice(0, 3), groups });
    const rows = await (await reader(app, authorized({ map: { id: "id" }, groups: "memberships" }))).read("x");
    expect(rows).toEqual([
      { id: "u0", memberships: [] },
      { id: "u1", memberships: ["Engineering"] },
      { id: "u2", memberships: ["Engineering", "Admins"] },
    ]);
  });

  test("tells of a wrong token", async () => {
    const wrong = await reader(
      scimServer({ users, groups: [] }),
      scimDriver({ auth: { kind: "bearer", token: "wrong" } }),
    );
    const error = await failure(wrong.read("x"));
    expect(error.message).toMatch(
      /scim \(jitterbug\.yaml:7\) answered GET \S+\/scim\/v2\/Users\S* with HTTP 401.*who are you/,
    );
    expect(error.hint).toContain("auth");
    expect(error.message).not.toContain("wrong");
  });
});

test("accounts are seeded, changed and removed as a SCIM client does it", async () => {
  const base_url = await serve(scimServer({ users: [], groups: [] }));
  const headers = { "content-type": "application/scim+json" };
  const call = (method: "POST" | "PATCH" | "DELETE", path: string, more = {}) => ({
    kind: "http" as const,
    request: { method, target: `/scim/v2/Users${path}` },
    headers,
    auth,
    place: PLACE,
    ...more,
  });
  const user = { schemas: ["urn:ietf:params:scim:schemas:core:2.0:User"], userName: "{{email}}", active: true };
  const off = {
    schemas: ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
    Operations: [{ op: "replace", path: "active", value: false }],
  };
  const driver = authorized({ map: { id: "id", email: "userName", active: "active" } });
  const sp = createSp({
    target: targetOf({
      base_url,
      observe: { session: sessionOf(), accounts: [driver], settle: 0 },
      seed: {
        account: call("POST", "", { json: user, id: "$.id" }),
        deactivate: call("PATCH", "/{{id}}", { json: off }),
        remove: call("DELETE", "/{{id}}"),
      },
    }),
    variables: {},
  });
  later(() => sp.close());
  const context = { ns: "n1", organization: "acme", connection: "acme-oidc" };
  const id = await sp.seed({ name: "ada", email: "ada.n1@sp.test", place: PLACE }, context);
  expect((await sp.snapshot("n1")).accounts).toMatchObject([{ id, email: "ada.n1@sp.test", active: true }]);
  await sp.deactivate(id, context);
  expect((await sp.snapshot("n1")).accounts).toMatchObject([{ id, active: false }]);
  await sp.remove(id, context);
  expect((await sp.snapshot("n1")).accounts).toEqual([]);
});

describe("scim with servers that differ", () => {
  test("asks for all where the server does not know the filter, and then does not try it again", async () => {
    const asked: (string | null)[] = [];
    const some = await reader(
      (req, res) => {
        asked.push(queryOf(req).get("filter"));
        if (queryOf(req).has("filter")) return json(res, { scimType: "invalidFilter", status: "400" }, 400);
        return json(res, listOf([{ id: "1" }]));
      },
      authorized({ filter: 'userName co "{{ns}}"' }),
    );
    expect(await some.read("x")).toHaveLength(1);
    expect(await some.read("x")).toHaveLength(1);
    expect(asked).toEqual(['userName co "x"', null, null]);
  });

  test("takes the first email where none is primary, and names in any letter case", async () => {
    const rows = await reader((_, res) => json(res, listOf([{ ID: "1", Emails: [{ Value: "a@sp.test" }] }])));
    expect(await rows.read("x")).toEqual([{ id: "1", email: "a@sp.test" }]);
  });

  test("reads again where the list has become shorter between two pages", async () => {
    const totals = [3, 2, 2, 2];
    const shrinking = await reader((req, res) => {
      const at = Number(queryOf(req).get("startIndex"));
      return json(res, listOf([{ id: `u${at}` }], totals.shift() ?? 2, at));
    });
    expect((await shrinking.read("x")).map(({ id }) => id)).toEqual(["u1", "u2"]);
  });

  test.each([
    {
      what: "pages without end",
      answer: (at: number) => listOf([{ id: `u${at}` }], 1e6, at),
      says: /no last page: \/Users was asked for 1000 times/,
    },
    {
      what: "a list that ends too early",
      answer: (at: number) => listOf(at === 1 ? [{ id: "u1" }] : [], 5, at),
      says: /shows 1 of the 5 resources/,
    },
    {
      what: "the first page again and again",
      answer: () => listOf([{ id: "u1" }], 2),
      says: /asked for \/Users from 2 on, and was shown them from 1 on/,
    },
    { what: "no list", answer: () => ({ users: [] }), says: /no ListResponse: \{"users":\[\]\}/ },
    {
      what: "one user twice",
      answer: (at: number) => listOf([{ id: "u", emails: [{ value: `${at}@x` }] }], 2, at),
      says: /account u more than once/,
    },
  ])("tells of $what", async ({ answer, says }) => {
    const hostile = await reader((req, res) => json(res, answer(Number(queryOf(req).get("startIndex")))));
    const error = await failure(hostile.read("x"));
    expect(error.code).toBe("ERR_OBSERVE");
    expect(error.message).toMatch(says);
  });

  test.each([
    ["userName.", /no SCIM path/],
    ['emails[type co "x"].value', /no SCIM path/],
    ["$[", /invalid JSONPath in map.email/],
  ])("tells of an invalid path: %s", async (email, says) => {
    const one = await reader((_, res) => json(res, listOf([{ id: "1" }])), authorized({ map: { id: "id", email } }));
    expect((await failure(one.read("x"))).message).toMatch(says);
  });
});

describe("SCIM paths", () => {
  const enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
  const user = {
    userName: "ada",
    name: { givenName: "Ada" },
    emails: [
      { value: "w@x", type: "work" },
      { value: "h@x", type: "home", primary: "True" },
    ],
    [enterprise]: { department: "Engines", manager: { displayName: "Charles" } },
  };
  test.each([
    ["userName", ["ada"]],
    ["USERNAME", ["ada"]],
    ["urn:ietf:params:scim:schemas:core:2.0:User:userName", ["ada"]],
    ["name.givenName", ["Ada"]],
    ["emails.value", ["w@x", "h@x"]],
    ['emails[type eq "work"].value', ["w@x"]],
    ["emails[primary eq true].value", ["h@x"]],
    [`${enterprise}:department`, ["Engines"]],
    [`${enterprise}:manager.displayName`, ["Charles"]],
    ["title", []],
  ])("%s", (path, values) => {
    expect(compileScimPath(path)(user)).toEqual(values);
  });
});
