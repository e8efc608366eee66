import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import * as fc from "fast-check";
import { afterAll, beforeAll, expect } from "vitest";
import { Reading } from "../../harness/accounts/reading.ts";
import { JitterbugError } from "../../harness/errors.ts";
import type { Account } from "../../harness/observe/snapshot.ts";
import { DEFAULT_WAITS } from "../../harness/scenario/model/index.ts";
import type { AccountsDriver } from "../../harness/scenario/model/index.ts";
import { openReaders } from "../../harness/sp/drivers/index.ts";
import { KitClient } from "../../harness/sp/request.ts";
import { httpDriver, scimDriver } from "../sp/support/target.ts";
import { holds } from "./property.ts";

let answer = "";
let server: Server;
let base_url = "";
beforeAll(async () => {
  server = createServer((_req, res) => res.writeHead(200, { "content-type": "application/json" }).end(answer));
  await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
  base_url = `http://localhost:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const client = new KitClient({ allowRemote: [], timeoutMs: 5_000 });

/** What the kit reads of an API; null where it says of which driver, and of which line, the answer cannot be read. */
async function read(driver: AccountsDriver, text: string): Promise<readonly Account[] | null> {
  answer = text;
  const context = { dir: "/", base_url, client, environment: process.env, limits: DEFAULT_WAITS };
  const reading = new Reading(openReaders([driver], context));
  try {
    const { shown } = await reading.read("k3x9q2ab");
    for (const blank of [...reading.blanks, ...reading.neverFound]) expect(typeof blank.has).toBe("string");
    return shown.map((one) => one.account());
  } catch (error) {
    if (!(error instanceof JitterbugError) || error.code !== "ERR_OBSERVE") throw error;
    expect(error.message).toContain("(jitterbug.yaml:7)");
    expect(error.message.length).toBeLessThan(1_500);
    return null;
  } finally {
    await reading.close();
  }
}

const name = fc.constantFrom(
  "id",
  "email",
  "roles",
  "identities",
  "issuer",
  "subject",
  "attributes",
  "active",
  "Resources",
  "emails",
  "value",
  "__proto__",
  "constructor",
  "toString",
  "length",
  "0",
  "a b",
  "",
);
const scalar = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    false,
    0,
    -0,
    1,
    1.5,
    1e308,
    "",
    "true",
    "t",
    "[]",
    "[1",
    '{"subject":"x"}',
    "{",
    "k3x9q2ab",
    "ada.k3x9q2ab@acme.test",
    "\u0000",
    "\ud800",
  ),
  fc.string({ unit: "binary" }),
  fc.maxSafeInteger(),
);
const json = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: "medium", withCrossShrink: true },
    scalar,
    fc.array(tie("value"), { maxLength: 4 }),
    fc.array(fc.tuple(name, tie("value")), { maxLength: 6 }).map(objectOf),
  ),
})).value;

/** As JSON.parse makes it: `__proto__` is a name like others. */
function objectOf(entries: readonly (readonly [string, unknown])[]): object {
  const object = {};
  for (const [key, value] of entries)
    Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
  return object;
}

const id = fc.oneof(fc.constantFrom<unknown>(1, "2", "k3x9q2ab", true), fc.string({ minLength: 1, maxLength: 3 }));
const odd = fc.oneof(json, fc.constantFrom("[1", "[]", "{", '["a"]', '{"subject":"x"}', "null"));
const row = fc.record(
  { id, email: json, active: scalar, roles: odd, identities: odd, attributes: odd },
  { requiredKeys: ["id"] },
);
const text = fc.oneof(
  { weight: 3, arbitrary: fc.array(row, { maxLength: 4 }).map((rows) => JSON.stringify(rows)) },
  json.map((value) => JSON.stringify(value) ?? "null"),
  fc.array(json, { maxLength: 5 }).map((rows) => JSON.stringify(rows)),
  fc
    .array(json, { maxLength: 5 })
    .map((Resources) =>
      JSON.stringify({ totalResults: Resources.length, startIndex: 1, itemsPerPage: Resources.length, Resources }),
    ),
  fc.tuple(json, fc.nat(200), fc.string({ maxLength: 3 })).map(([value, at, put]) => {
    const whole = JSON.stringify([value]);
    return whole.slice(0, at % whole.length) + put + whole.slice(at % whole.length);
  }),
  fc.string({ unit: "binary" }),
);

const path = fc.constantFrom(
  "$",
  "$[*]",
  "$.*",
  "$..id",
  "$..*",
  "$.id",
  "$.email",
  "$['__proto__']",
  "$.constructor",
  "$.roles[*]",
  "$.identities[*].subject",
  "$[?@.id]",
  "$[?length(@) > 1]",
  "$[?match(@.id, '(a+)+$')]",
  "$[0]",
  "$[-1]",
  "$[::2]",
  "$.a..b",
  "$.attributes",
);
const http = fc
  .record({
    each: path,
    map: fc.record(
      { id: path, email: path, active: path, roles: path, identities: path, attributes: path, "attributes.x": path },
      { requiredKeys: ["id"] },
    ),
    collect: fc.constantFrom<object>(
      {},
      { roles: "$.roles[*]" },
      { identities: { issuer: "$.identities[*].issuer", subject: "$.identities[*].subject" } },
      { roles: "$..*", identities: { subject: "$..id" } },
    ),
  })
  .map((parts) => httpDriver(parts as object));
const usual = fc.constantFrom<AccountsDriver>(
  httpDriver({ map: { id: "$.id", roles: "$.roles", identities: "$.identities" } }),
  httpDriver({ map: { id: "$.id", email: "$.email", roles: "$.roles[*]", attributes: "$.attributes" } }),
  httpDriver({ map: { id: "$.id", active: "$.active", "attributes.x": "$.attributes" } }),
);
const driver: fc.Arbitrary<AccountsDriver> = fc.oneof(
  { weight: 3, arbitrary: usual },
  { weight: 3, arbitrary: http },
  fc.constant(scimDriver({ map: { id: "id", email: "emails", active: "active", "attributes.x": "attributes" } })),
);

function expectPlain(accounts: readonly Account[] | null): void {
  expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(BY_NATURE);
  for (const account of accounts ?? []) {
    expect(typeof account.id).toBe("string");
    expect(["string", "object"]).toContain(typeof (account.email ?? null));
    for (const role of account.roles ?? []) expect(typeof role).toBe("string");
    for (const { subject } of account.identities ?? []) expect(typeof subject).toBe("string");
    expect([true, false, null, undefined]).toContain(account.active);
  }
}
const BY_NATURE = Object.getOwnPropertyNames(Object.prototype);

holds(
  "whatever an account API answers, it is read or said to be unreadable",
  [driver, text],
  async (one, body) => expectPlain(await read(one, body)),
  { runs: 200 },
);

const depth = fc.constantFrom(10, 500, 5_000, 20_000, 200_000);
holds(
  "JSON nested however deep is read or said to be unreadable",
  [driver, depth, fc.boolean(), fc.boolean()],
  async (one, levels, lists, inRow) => {
    const deep = lists ? "[".repeat(levels) + "]".repeat(levels) : '{"id":'.repeat(levels) + "1" + "}".repeat(levels);
    expectPlain(await read(one, inRow ? `[{"id":1,"email":${deep}}]` : deep));
  },
  { runs: 30 },
);

const word = fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 });
const account = fc.record({
  id: fc.oneof(word, fc.bigInt(1n, 2n ** 64n)),
  email: fc.option(word),
  active: fc.boolean(),
  roles: fc.array(word, { maxLength: 3 }),
});

holds(
  "accounts are read as they stand there, big numbers too",
  [fc.uniqueArray(account, { selector: ({ id }) => String(id), maxLength: 6 })],
  async (rows) => {
    const body = `[${rows.map(({ id, ...rest }) => `{"id":${typeof id === "bigint" ? id : JSON.stringify(id)},${JSON.stringify(rest).slice(1)}`).join(",")}]`;
    const seen = await read(
      httpDriver({ map: { id: "$.id", email: "$.email", active: "$.active", roles: "$.roles[*]" } }),
      body,
    );
    expect(seen?.map(({ id, email, active, roles }) => ({ id, email, active, roles }))).toEqual(
      rows.map((row) => ({ ...row, id: String(row.id) })),
    );
  },
  { runs: 200 },
);
