import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync as Database } from "node:sqlite";
import { describe, expect, test } from "vitest";
import { sqlDriver } from "../support/target.ts";
import { failure, folder, later } from "../support/world.ts";
import { accountsReaderContract, open, STORED } from "./contract.ts";

const SCHEMA =
  "create table users (id integer primary key, email text, active integer); create table links (user_id integer, iss text, sub text); create table roles (user_id integer, role text);";
const JOINED =
  "select u.id, u.email, u.active, l.iss, l.sub, r.role from users u left join links l on l.user_id = u.id left join roles r on r.user_id = u.id order by u.id desc, l.rowid, r.rowid";

/** A folder with an SP's database in it. */
function place(fill = true): string {
  const dir = folder();
  const database = new Database(join(dir, "sp.db"));
  database.exec(SCHEMA);
  const user = database.prepare("insert into users values (?, ?, ?)");
  user.setReadBigInts(true);
  const link = database.prepare("insert into links values (?, ?, ?)");
  const role = database.prepare("insert into roles values (?, ?)");
  for (const { id, email, active, links, roles } of fill ? STORED : []) {
    user.run(BigInt(id), email, active ? 1 : 0);
    for (const { iss, sub } of links) link.run(BigInt(id), iss, sub);
    for (const name of roles) role.run(BigInt(id), name);
  }
  database.close();
  return dir;
}

const readerOf = (dir: string, parts: Parameters<typeof sqlDriver>[0]) =>
  open({ dir, base_url: "http://localhost" }, sqlDriver(parts));

accountsReaderContract("sql", () =>
  Promise.resolve({
    driver: sqlDriver({
      query: JOINED,
      map: { id: "id", email: "email", active: "active" },
      collect: { identities: { issuer: "iss", subject: "sub" }, roles: "role" },
    }),
    empty: sqlDriver({ query: "select id, email from users where id < 0" }),
    echo: sqlDriver({ query: "select 1 as id, :ns as email" }),
    broken: sqlDriver({ database: "sqlite:nowhere.db" }),
    nameless: sqlDriver({ query: "select null as id" }),
    dir: place(),
    base_url: "http://localhost",
  }),
);

describe("sql", () => {
  test.each([
    ["stands there twice where it is gathered alone", { identities: { issuer: "iss", subject: "sub" } }, 2],
    ["is repeated by a join of two lists", { identities: { issuer: "iss", subject: "sub" }, roles: "role" }, 1],
  ])("an identity %s", async (_, collect, times) => {
    const query =
      "select 1 as id, 'https://op.test' as iss, 's-1' as sub, 'a' as role union all select 1, 'https://op.test', 's-1', 'b'";
    const [row] = await readerOf(place(), { query, map: { id: "id" }, collect }).read("n0000000");
    expect(row?.["identities"]).toHaveLength(times);
  });

  test.each([
    "delete from users",
    "delete from users returning id",
    "insert into users (email) values ('x')",
    "update users set email = null",
    "drop table users",
    "pragma journal_mode = wal",
    "pragma user_version = 3",
    "pragma wal_checkpoint(truncate)",
    "attach database 'other.db' as other",
    "vacuum into 'other.db'",
    "create temp table t (id)",
    "begin",
    "/* select */ insert into users (email) values ('x') -- select",
    "with gone as (select 1) delete from users returning id",
    "select id from users -- ; a comment\n; /* another */ delete from users",
    "select id from users\0; delete from users",
    "select id from users; delete from users",
  ])("never runs what writes: %s", async (query) => {
    const dir = place();
    const error = await failure(readerOf(dir, { query }).read("x"));
    expect(error.code).toBe("ERR_OBSERVE");
    expect(error.message).toMatch(/does not only read|more than one statement/);
    const database = new Database(join(dir, "sp.db"), { readOnly: true });
    later(() => database.close());
    expect(database.prepare("select count(*) as n from users").get()).toEqual({ n: STORED.length });
    expect(existsSync("other.db")).toBe(false);
  });

  test.each([
    "select id from users;",
    " -- all of them\n ; select id from users /* ; */ ; -- done",
    "with all_of_them as (select id from users) select id from all_of_them",
  ])("takes one statement for one: %s", async (query) => {
    expect(await readerOf(place(), { query }).read("x")).toHaveLength(STORED.length);
  });

  test("shows values as JSON has them", async () => {
    const query = "select 9007199254740993 as id, x'00ff' as username, 1.5 as name, :ns as email";
    expect(await readerOf(place(), { query }).read("x")).toEqual([
      { id: "9007199254740993", username: "00ff", name: 1.5, email: "x" },
    ]);
  });

  test("finds a file whatever its name holds", async () => {
    const dir = place(false);
    const database = new Database(join(dir, "a b?#%20.db"));
    database.exec("create table users (id integer); insert into users values (1)");
    database.close();
    const reader = readerOf(dir, { database: "sqlite:a b?#%20.db", query: "select id from users" });
    expect(await reader.read("x")).toEqual([{ id: 1 }]);
  });

  test("waits while the SP holds a lock", async () => {
    const dir = place();
    const sp = new Database(join(dir, "sp.db"));
    later(() => sp.close());
    sp.exec("begin exclusive");
    const reading = readerOf(dir, { query: "select id from users" }).read("x");
    setTimeout(() => sp.exec("commit"), 100);
    expect(await reading).toHaveLength(STORED.length);
  });

  test("says so when the SP never lets go", async () => {
    const dir = place();
    const sp = new Database(join(dir, "sp.db"));
    later(() => sp.close());
    sp.exec("begin exclusive");
    const error = await failure(readerOf(dir, {}).read("x"));
    expect(error.code).toBe("ERR_OBSERVE");
    expect(error.message).toContain("the database is locked");
  });

  test("notices that the SP has made its database anew", async () => {
    const dir = place();
    const reader = readerOf(dir, { query: "select id from users" });
    expect(await reader.read("x")).toHaveLength(STORED.length);
    rmSync(join(dir, "sp.db"));
    const anew = new Database(join(dir, "sp.db"));
    anew.exec(SCHEMA);
    anew.close();
    expect(await reader.read("x")).toEqual([]);
  });

  test("reads what the SP writes in WAL mode", async () => {
    const dir = place(false);
    const sp = new Database(join(dir, "sp.db"));
    later(() => sp.close());
    sp.exec("pragma journal_mode = wal");
    const reader = readerOf(dir, { query: "select id, email from users" });
    expect(await reader.read("x")).toEqual([]);
    sp.exec("insert into users values (1, 'a@sp.test', 1)");
    expect(await reader.read("x")).toEqual([{ id: 1, email: "a@sp.test" }]);
  });

  test.each([
    {
      what: "another database",
      parts: { database: "mssql://localhost/sp" },
      says: /is a mssql: database, which is not supported/,
    },
    { what: "no kind of database", parts: { database: "sp.db" }, says: /names no kind of database/ },
    { what: "a missing file", parts: { database: "sqlite:other.db" }, says: /no database file at .*other\.db/ },
    { what: "no statement", parts: { query: "-- nothing" }, says: /has no statement/ },
    { what: "bad SQL", parts: { query: "select id from user" }, says: /no such table: user/ },
    {
      what: "a column that is not there",
      parts: { map: { id: "id", email: "mail" } },
      says: /maps email to the column mail, which the query has not/,
    },
    {
      what: "a collected column that is not there",
      parts: { collect: { identities: { issuer: "iss", subject: "email" } } },
      says: /identities.issuer to the column iss/,
    },
    { what: "no id", parts: { query: "select email from users" }, says: /shows no id/ },
    {
      what: "another parameter",
      parts: { query: "select id from users where email = :email" },
      says: /parameter "email"/i,
    },
    {
      what: "rows that differ",
      parts: { query: "select 1 as id, email from users" },
      says: /account 1 more than once, with a different email/,
    },
  ])("tells of $what", async ({ parts, says }) => {
    const error = await failure(readerOf(place(), parts).read("x"));
    expect(error.code).toBe("ERR_OBSERVE");
    expect(error.message).toMatch(says);
  });

  test("tells of a file that is no database", async () => {
    const dir = folder();
    writeFileSync(join(dir, "sp.db"), "name,email\n".repeat(100));
    const error = await failure(readerOf(dir, { query: "select id from users" }).read("x"));
    expect(error.message).toContain("file is not a database");
    expect(error.hint).toContain("no SQLite database");
  });
});
