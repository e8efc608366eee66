import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, test } from "vitest";
import type { Seed, SeedCall, SeededAccount } from "../../../harness/scenario/model/index.ts";
import { createSp, isDeclined } from "../../../harness/sp/index.ts";
import type { Sp } from "../../../harness/sp/port.ts";
import { PLACE, sessionOf, sqlDriver, targetOf } from "../support/target.ts";
import { bodyOf, failure, folder, json, later, serve } from "../support/world.ts";

/** What a kind of call writes into the one store that all of them share. */
interface Calls {
  /** A new account with its email, of which it tells the id. */
  readonly account: SeedCall;
  /** The same, telling nothing. */
  readonly silent: SeedCall;
  /** Takes an account out. */
  readonly remove: SeedCall;
  /** The SP has a rule against it, and says "email is taken". */
  readonly refused: SeedCall;
  /** Names what no account has. */
  readonly unknown: SeedCall;
}

const TABLE = "create table users (id integer primary key, email text)";
const TAKEN = "create table closed (email text check (email is null and 'email is taken'))";

const sql = (statements: readonly string[], id?: string): SeedCall => ({
  kind: "sql",
  database: "sqlite:sp.db",
  statements,
  place: PLACE,
  ...(id === undefined ? {} : { id }),
});
const http = (target: string, body: { readonly [name: string]: string }, id?: string): SeedCall => ({
  kind: "http",
  request: { method: "POST", target },
  headers: {},
  json: body,
  place: PLACE,
  ...(id === undefined ? {} : { id }),
});
const exec = (words: readonly string[], id?: string): SeedCall => ({
  kind: "exec",
  command: [process.execPath, "sp.cjs", ...words],
  place: PLACE,
  ...(id === undefined ? {} : { id }),
});

const KINDS: { readonly [kind: string]: Calls } = {
  sql: {
    account: sql(["insert into users (email) values (:email) returning id"], "id"),
    silent: sql(["insert into users (email) values (:email)"]),
    remove: sql(["delete from users where id = :id"]),
    refused: sql(["insert into closed (email) values (:email)"]),
    unknown: sql(["insert into users (email) values (:shoe_size)"]),
  },
  http: {
    account: http("/new", { email: "{{email}}" }, "$.id"),
    silent: http("/new", { email: "{{email}}" }),
    remove: http("/remove", { id: "{{id}}" }),
    refused: http("/refuse", { email: "{{email}}" }),
    unknown: http("/new", { email: "size {{shoe_size}}" }),
  },
  exec: {
    account: exec(["new", "{{email}}"], "$.id"),
    silent: exec(["new", "{{email}}"]),
    remove: exec(["remove", "{{id}}"]),
    refused: exec(["refuse", "{{email}}"]),
    unknown: exec(["new", "{{shoe_size}}"]),
  },
};

/** The SP's own command, and the program that its API is. */
const PROGRAM = `
const { DatabaseSync } = require("node:sqlite");
const db = new DatabaseSync("sp.db");
const [what, value] = process.argv.slice(2);
if (what === "refuse") { console.error("email is taken"); process.exit(1); }
if (what === "remove") db.prepare("delete from users where id = ?").run(value);
else console.log(JSON.stringify({ id: Number(db.prepare("insert into users (email) values (?)").run(value).lastInsertRowid) }));
`;

const context = { ns: "n1", organization: "acme", connection: "acme-oidc" };
const account = (email: string): SeededAccount => ({ name: "ada", email, place: PLACE });

/** An SP whose accounts are in one SQLite file, with these calls. */
async function spOf(seed: Seed): Promise<{ readonly sp: Sp; readonly stored: () => unknown[] }> {
  const dir = folder();
  writeFileSync(join(dir, "sp.cjs"), PROGRAM);
  const store = new DatabaseSync(join(dir, "sp.db"));
  later(() => store.close());
  store.exec(`${TABLE}; ${TAKEN}; insert into users (email) values ('old-n1@sp.test')`);
  const base_url = await serve(async (req, res) => {
    const body = JSON.parse(await bodyOf(req)) as { readonly email?: string; readonly id?: string };
    if (req.url === "/refuse") return json(res, { error: "email is taken" }, 409);
    if (req.url === "/remove") store.prepare("delete from users where id = ?").run(body.id ?? null);
    else store.prepare("insert into users (email) values (?)").run(body.email ?? null);
    const { id } = store.prepare("select max(id) as id from users").get() as { readonly id: number };
    return json(res, { id });
  });
  const driver = sqlDriver({ query: "select id, email from users", map: {} });
  const sp = createSp({
    target: targetOf({ dir, base_url, observe: { session: sessionOf(), accounts: [driver], settle: 0 }, seed }),
    variables: {},
  });
  later(() => sp.close());
  return { sp, stored: () => store.prepare("select id, email from users order by id").all() };
}

describe.each(Object.entries(KINDS))("seed by %s: the contract of seed calls", (kind, calls) => {
  const HOSTILE = `n1'); drop table users; -- "$(touch x)" {{id}} \\u0022@sp.test`;

  test("writes a value as it is, whatever it holds, and tells the id", async () => {
    const { sp, stored } = await spOf({ account: calls.account });
    expect(await sp.seed(account(HOSTILE), context)).toBe("2");
    expect(stored()).toEqual([
      { id: 1, email: "old-n1@sp.test" },
      { id: 2, email: HOSTILE },
    ]);
  });

  test("where it tells nothing, the one account that is new is taken", async () => {
    const { sp } = await spOf({ account: calls.silent });
    expect(await sp.seed(account("new-n1@sp.test"), context)).toBe("2");
  });

  test("changes the account whose id it is given, and no other", async () => {
    const { sp, stored } = await spOf({ account: calls.account, remove: calls.remove });
    const id = await sp.seed(account("new-n1@sp.test"), context);
    await sp.remove(id, context);
    expect(stored()).toEqual([{ id: 1, email: "old-n1@sp.test" }]);
  });

  test("a refusal is the SP's own word, with the call and its place", async () => {
    const { sp, stored } = await spOf({ account: calls.refused });
    const error = await failure(sp.seed(account("new-n1@sp.test"), context));
    expect([error.code, isDeclined(error)]).toEqual(["ERR_SEED", true]);
    expect(error.message).toMatch(/^seed\.account \(jitterbug\.yaml:7\) [^]*email is taken/);
    expect(stored()).toHaveLength(1);
  });

  test("what no account has is an error before anything is written", async () => {
    const { sp, stored } = await spOf({ account: calls.unknown });
    const error = await failure(sp.seed(account("new-n1@sp.test"), context));
    expect(error.message).toMatch(/^seed\.account \(jitterbug\.yaml:7\) [^]*shoe_size/);
    expect(stored()).toHaveLength(1);
  });

  test("is not made at an SP on another machine", async () => {
    const dir = folder();
    const there = targetOf({ dir, base_url: "http://sp.elsewhere.test", seed: { account: calls.account } });
    const sp = createSp({ target: there, variables: {} });
    later(() => sp.close());
    expect((await failure(sp.seed(account("a-n1@sp.test"), context))).code, kind).toBe("ERR_REMOTE_HOST");
  });
});
