import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { freePort } from "../../../harness/ports.ts";
import type { Seed, SeededAccount } from "../../../harness/scenario/model/index.ts";
import { createSp } from "../../../harness/sp/index.ts";
import { PASSWORD, type SqlServer } from "../support/postgres.ts";
import { PLACE, sessionOf, sqlDriver, targetOf } from "../support/target.ts";
import { failure, later } from "../support/world.ts";
import { accountsReaderContract, open, STORED } from "./contract.ts";

const JOINED = `select u.id, u.email, u.active, l.iss, l.sub, r.role -- it's :not a parameter
  from users u left join links l on l.user_id = u.id left join roles r on r.user_id = u.id
  order by u.id desc, l.n, r.n`;
const COUNTED = { query: "select count(*) as id, ':ns' as email from users" };

export interface Dialect {
  readonly start: () => Promise<SqlServer>;
  /** A key that counts by itself. */
  readonly serial: string;
  /** A statement that waits for so many seconds. */
  readonly sleep: (seconds: number) => string;
  /** A query that shows rows without an end, or hundreds of MiB of them. */
  readonly endless: string;
  /** Ends the insert of a user with the new id as the column `id`. */
  readonly seedUser: readonly string[];
}

const place = { dir: "/", base_url: "http://localhost" };
const context = { ns: "n1", organization: "acme", connection: "acme-oidc" };
const ada: SeededAccount = {
  name: "ada",
  email: "n1'); drop table users; --",
  email_verified: false,
  roles: ["admin", "member"],
  identities: [{ subject: "n1-ada" }],
  place: PLACE,
};

/** What the sql driver must do with any database server, beside the contract of all drivers. */
export function sqlServerContract(name: string, dialect: Dialect): void {
  let server: SqlServer;
  beforeAll(async () => {
    server = await dialect.start();
  }, 90_000);
  afterAll(() => server.end());

  async function filled(): Promise<void> {
    await server.exec(
      ...["users", "links", "roles"].map((table) => `drop table if exists ${table}`),
      `create table users (id ${dialect.serial}, email varchar(99) unique, active boolean)`,
      "create table links (n int, user_id bigint not null, iss varchar(99), sub varchar(99))",
      "create table roles (n int, user_id bigint, role varchar(99))",
      ...STORED.flatMap(({ id, email, active, links, roles }) => [
        `insert into users values (${id}, ${email === null ? "null" : `'${email}'`}, ${active})`,
        ...links.map(({ iss, sub }, n) => `insert into links values (${n}, ${id}, '${iss}', '${sub}')`),
        ...roles.map((role, n) => `insert into roles values (${n}, ${id}, '${role}')`),
      ]),
    );
  }

  const driver = (parts: Parameters<typeof sqlDriver>[0] = {}) => sqlDriver({ database: server.url, ...parts });
  const reader = (parts?: Parameters<typeof sqlDriver>[0]) => open(place, driver(parts));

  accountsReaderContract(name, async () => {
    await filled();
    return {
      driver: driver({
        query: JOINED,
        map: { id: "id", email: "email", active: "active" },
        collect: { identities: { issuer: "iss", subject: "sub" }, roles: "role" },
      }),
      empty: driver({ query: "select id, email from users where id < 0" }),
      echo: driver({ query: "select 1 as id, :ns as email" }),
      broken: driver({ database: server.url.replace(String(server.port), String(await freePort())) }),
      nameless: driver({ query: "select null as id" }),
      ...place,
    };
  });

  describe(`${name}: observation`, () => {
    test.each([
      "delete from users",
      "insert into users (email) values ('x')",
      "update users set email = null",
      "drop table users",
      "create table other (id int)",
      "truncate table users",
    ])("never runs what writes: %s", async (query) => {
      await filled();
      const error = await failure(reader({ query }).read("x"));
      expect(error.code).toBe("ERR_OBSERVE");
      expect(error.message).toContain("does not only read");
      expect((await reader(COUNTED).read("x"))[0]?.["id"]).toEqual(
        expect.toSatisfy((n) => Number(n) === STORED.length),
      );
    });

    test.each(["select id from users; commit; delete from users", "commit; delete from users"])(
      "never runs two statements: %s",
      async (query) => {
        await filled();
        expect((await failure(reader({ query }).read("x"))).code).toBe("ERR_OBSERVE");
        expect((await reader(COUNTED).read("x"))[0]?.["email"]).toBe(":ns");
        expect(Number((await reader(COUNTED).read("x"))[0]?.["id"])).toBe(STORED.length);
      },
    );

    test("reads many times at once", async () => {
      await filled();
      const users = reader({ query: "select id, email from users where :ns = :ns" });
      const all = await Promise.all(Array.from({ length: 20 }, () => users.read("x")));
      expect(all.map((rows) => rows.length)).toEqual(Array(20).fill(STORED.length));
    });

    test("reads on when the server has ended its connections", async () => {
      await filled();
      const users = reader({});
      await Promise.all(Array.from({ length: 4 }, () => users.read("x")));
      for (let time = 0; time < 3; time++) {
        await server.endConnections();
        expect(await users.read("x")).toHaveLength(STORED.length);
      }
    });

    test("waits 5 s for a lock, says so, and reads once it is gone", async () => {
      await filled();
      const unlock = await server.lock("users");
      later(unlock);
      const users = reader({});
      const error = await failure(users.read("x"));
      expect(error.code).toBe("ERR_OBSERVE");
      expect(error.message).toMatch(/waited 5 s: a table in app@127\.0\.0\.1:\d+\/\w+ is locked/);
      await unlock();
      expect(await users.read("x")).toHaveLength(STORED.length);
    });

    test("does not wait for ever for an answer", async () => {
      expect((await failure(reader({ query: dialect.sleep(25) }).read("x"))).message).toContain("within 10 s");
    });

    test("does not read rows without an end", async () => {
      const before = process.resourceUsage().maxRSS;
      const error = await failure(reader({ query: dialect.endless }).read("x"));
      expect(error.message).toContain("shows more than 64 MiB of accounts");
      expect((process.resourceUsage().maxRSS - before) / 1024).toBeLessThan(400);
      expect(await reader(COUNTED).read("x")).toHaveLength(1);
    });

    test.each([
      {
        what: "a wrong password",
        change: (url: string) => url.replace(/:[^:@/]+@/, ":wrong-p4ss@"),
        says: /is not let into .*for user/i,
      },
      { what: "no password", change: (url: string) => url.replace(/:[^:@/]+@/, "@"), says: /is not let into/i },
      {
        what: "another database",
        change: (url: string) => url.replace(/\/\w+$/, "/other"),
        says: /is not let into .*other/,
      },
      {
        what: "an address that is none",
        change: (url: string) => url.replace("127.0.0.1", "not a host"),
        says: /has an address that is none/,
      },
      {
        what: "another machine",
        change: (url: string) => url.replace("127.0.0.1", "db.example.com"),
        says: /db\.example\.com.* is not on this machine/,
      },
    ])("tells of $what, and never the password", async ({ change, says }) => {
      const error = await failure(reader({ database: change(server.url) }).read("x"));
      expect(error.message).toMatch(says);
      const told = `${error.message} ${error.hint}`;
      for (const secret of ["wrong-p4ss", PASSWORD, encodeURIComponent(PASSWORD)]) expect(told).not.toContain(secret);
    });

    test.each([
      { what: "bad SQL", parts: { query: "select id from nowhere" }, says: /failed: .*nowhere/ },
      {
        what: "another parameter",
        parts: { query: "select id from users where email = :mail" },
        says: /the parameter "mail"/,
      },
      {
        what: "a column that is not there",
        parts: { map: { id: "id", email: "mail" } },
        says: /maps email to the column mail/,
      },
      { what: "no columns", parts: { query: "set @a = 1" }, says: /no columns|failed/ },
    ])("tells of $what", async ({ parts, says }) => {
      await filled();
      const error = await failure(reader(parts).read("x"));
      expect(error.code).toBe("ERR_OBSERVE");
      expect(error.message).toMatch(says);
    });
  });

  describe(`${name}: seeding`, () => {
    const call = (statements: readonly string[], id?: string) => ({
      kind: "sql" as const,
      database: server.url,
      statements,
      place: PLACE,
      ...(id === undefined ? {} : { id }),
    });
    function sp(seed: Seed) {
      const opened = createSp({
        target: targetOf({ observe: { session: sessionOf(), accounts: [driver()], settle: 0 }, seed }),
        variables: {},
      });
      later(() => opened.close());
      return opened;
    }
    const link = "insert into links values (1, :id, :roles, :subject)";

    test("binds values, hands returned columns on, takes the id from them, and removes", async () => {
      await filled();
      const seeded = sp({
        account: call([...dialect.seedUser, link], "id"),
        remove: call(["delete from links where user_id = :id", "delete from users where id = :id"]),
      });
      const id = await seeded.seed(ada, context);
      const links = reader({ query: "select user_id as id, iss as email from links where sub = 'n1-ada'" });
      expect((await links.read("x")).map((row) => ({ ...row, id: String(row["id"]) }))).toEqual([
        { id, email: '["admin","member"]' },
      ]);
      expect((await seeded.snapshot("n1")).accounts).toMatchObject([{ id, email: ada.email }]);
      await seeded.remove(id, context);
      expect((await seeded.snapshot("n1")).accounts).toEqual([]);
    });

    test("writes all or nothing", async () => {
      await filled();
      const seeded = sp({ account: call([...dialect.seedUser, "insert into links values (1, null, 'x', 'x')"], "id") });
      const error = await failure(seeded.seed(ada, context));
      expect(error.code).toBe("ERR_SEED");
      expect(error.message).toMatch(/user_id/);
      expect((await seeded.snapshot("n1")).accounts).toEqual([]);
    });

    test("says so where a lock is never let go", async () => {
      await filled();
      later(await server.lock("users"));
      const error = await failure(sp({ account: call(dialect.seedUser, "id") }).seed(ada, context));
      expect(error.code).toBe("ERR_SEED");
      expect(error.message).toContain("is locked");
    });
  });
}
