import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadTarget } from "../../harness/scenario/index.ts";
import { createSp } from "../../harness/sp/index.ts";
import { MARIADB, startMariadb } from "../sp/support/mariadb.ts";
import { POSTGRESQL, startPostgres, type SqlServer } from "../sp/support/postgres.ts";
import { scimServer, TOKEN } from "../sp/support/scim.ts";
import { failure } from "../sp/support/world.ts";
import { describeWithFiles } from "../witnesses/support/packages.ts";
import { PASSWORD, startApi } from "./api.ts";
import { Ground, STACK } from "./kit.ts";

const QUERY = "select id, email from users";
const READS_ONLY = "has a query that does not only read";
/** What only whoever signs in can tell, and a password that is on its way to another door. */
const BY_DOCTOR = ["a login that is refused", "an email that is mapped from nowhere", "a list that is elsewhere"];
const WRONG = "only-for-a-test-and-wrong";

/** What `jitterbug doctor` says of accounts that are observed so: the first line that is not well, and its advice. */
async function toldOf(...accounts: readonly object[]): Promise<readonly [string, string]> {
  using ground = new Ground({ faults: ["honest"], accounts });
  const { status, stdout, stderr } = await ground.command("doctor", "--ephemeral-keys");
  expect(status).toBe(3);
  // The kit tells no secret, not even a wrong one, and no stack.
  for (const text of [WRONG, PASSWORD, encodeURIComponent(PASSWORD)]) expect(stdout + stderr).not.toContain(text);
  expect(stdout + stderr).not.toMatch(STACK);
  const lines = stdout.split("\n");
  const at = lines.findIndex((line) => line.includes("✗"));
  return [lines[at]?.trim() ?? "", lines[at + 1]?.trim() ?? ""];
}

const expectTold = async (accounts: object, message: RegExp, hint: RegExp) =>
  expect(await toldOf(accounts)).toEqual([expect.stringMatching(message), expect.stringMatching(hint)]);

/** The same by the readers themselves: the doctor, an SP and a sign-in for each would cost a hundred times as much. */
async function expectRefused(accounts: object, message: RegExp, hint: RegExp): Promise<void> {
  using ground = new Ground({ faults: ["honest"], accounts: [accounts] });
  const target = loadTarget(join(ground.dir, "jitterbug.yaml"), { root: ground.dir, env: {} });
  const sp = createSp({ target, variables: { port: "1", "idps.url": "http://localhost:1" } });
  try {
    const error = await failure(sp.overview("ns"));
    expect(error.exitStatus).toBe(3);
    const told = [error.message, error.hint ?? ""];
    for (const text of [WRONG, PASSWORD, encodeURIComponent(PASSWORD)]) expect(told.join()).not.toContain(text);
    expect(told).toEqual([expect.stringMatching(message), expect.stringMatching(hint)]);
  } finally {
    await sp.close();
  }
}

describe("an API of accounts", () => {
  let api: { readonly at: string; readonly server: Server };
  beforeAll(async () => {
    api = await startApi();
  });
  afterAll(() => void api.server.close());

  const read = (path: string, more: object = {}) => ({
    http: `GET ${api.at}/${path}`,
    each: "$[*]",
    map: { id: "$.id", email: "$.email" },
    ...more,
  });
  const login = (path: string) => ({
    auth: { login: `POST ${api.at}/${path}`, form: { user: "kit", password: WRONG } },
  });

  it.each<readonly [string, () => object, RegExp, RegExp]>([
    [
      "a wrong password",
      () => read("basic", { auth: { basic: { user: "kit", password: WRONG } } }),
      /http \(jitterbug\.yaml:\d+\) answered GET .*\/basic with HTTP 401: .*wrong user or password/,
      /token or password is missing, wrong or lacks rights/,
    ],
    [
      "a wrong token",
      () => read("basic", { auth: { bearer: WRONG } }),
      /with HTTP 401/,
      /token or password is missing, wrong or lacks rights/,
    ],
    [
      "a login that is refused",
      () => read("guarded", login("login-403")),
      /was not let in: POST .*\/login-403 answered HTTP 403/,
      /correct auth/,
    ],
    [
      "a login that shows its page again",
      () => read("guarded", login("login-200")),
      /was not let in: POST .* answered HTTP 200 and set no cookie/,
      /correct auth/,
    ],
    [
      "a login that gives everybody a cookie",
      () => read("guarded", login("login-anyone")),
      /was sent elsewhere: answered GET .*\/guarded with HTTP 302 \(to \/login\?return_to=\/guarded\)/,
      /the kit was not let in, so look at auth/,
    ],
    ["a path that is not there", () => read("nothing"), /with HTTP 404: .*nothing is here/, /correct the path/],
    [
      "pages without end",
      () => read("endless", { pages: { number: "page" } }),
      /has no last page: the page's number was followed 1000 times/,
      /filter the request by \{\{ns\}\}/,
    ],
    [
      "an id that is mapped from nowhere",
      () => read("endless", { map: { id: "$.key", email: "$.email" } }),
      /finds no id: map\.id \(\$\.key\) matches nothing in \{"id":"0"/,
      /^/,
    ],
    [
      "an email that is mapped from nowhere",
      () => read("latin-1", { map: { id: "$.id", email: "$.mail" } }),
      /map\.email of http \(\$\.mail\) finds nothing in any account/,
      /an account there has .*\$\.email.*: correct map/,
    ],
    [
      "a list that is elsewhere",
      () => read("endless", { each: "$.users[*]" }),
      /each \(\$\.users\[\*\]\) finds nothing/,
      /correct each/,
    ],
  ])("%s", async (what, accounts, message, hint) => {
    await (BY_DOCTOR.includes(what) ? expectTold : expectRefused)(accounts(), message, hint);
  });

  it.each(["latin-1", "utf-16"])("in %s is read as it is meant", async (path) => {
    const [message] = await toldOf(read(path));
    // It is read, and shows an account that is nobody's here: that is all that is wrong with it.
    expect(message).toMatch(
      /a person is signed in as account .*, and the accounts show no account with that id: they show 1$/,
    );
  });
});

describe("a SCIM server", () => {
  let server: Server;
  let at = "";
  beforeAll(async () => {
    server = scimServer({ users: [], groups: [] }).listen(0, "localhost");
    await once(server, "listening");
    at = `http://localhost:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => void server.close());

  it("refuses a wrong token", () =>
    expectTold({ scim: `${at}/scim/v2`, auth: { bearer: WRONG } }, /scim .*HTTP 401/, /token or password/));

  it("is not at that address", () =>
    expectRefused({ scim: `${at}/scim`, auth: { bearer: TOKEN } }, /HTTP 404/, /below which \/Users is/));
});

/** What a server of SQL and SQLite have in common; `writes` are queries that would change something. */
function sqlFaults(database: () => string, writes: { readonly [name: string]: readonly [string, RegExp] }): void {
  it.each(Object.keys(writes))("is not changed by %s", async (name) => {
    const [query = "", told = /^$/] = writes[name] ?? [];
    await expectRefused({ sql: database(), query }, told, /write a select|one statement/);
  });
}

function serverFaults(title: string, start: () => Promise<SqlServer>, writes: Parameters<typeof sqlFaults>[1]): void {
  describe(title, () => {
    let server: SqlServer;
    beforeAll(async () => {
      server = await start();
    });
    afterAll(() => server.end());

    it("refuses a wrong password", () => {
      const sql = server.url.replace(/:[^:@/]+@/, `:${WRONG}@`);
      return expectTold(
        { sql, query: QUERY },
        /sql .*is not let into app@127\.0\.0\.1:\d+\//,
        /user and password of the address/,
      );
    });

    it("has no such database", () =>
      expectRefused(
        { sql: server.url.replace(/\w+$/, "nowhere"), query: QUERY },
        /is not let into/,
        /database's name/,
      ));

    it("is locked", async () => {
      const release = await server.lock("users");
      try {
        await expectRefused(
          { sql: server.url, query: QUERY },
          /waited 5 s: a table in .* is locked/,
          /write transaction/,
        );
      } finally {
        await release();
      }
    });

    sqlFaults(() => server.url, writes);
  });
}

describeWithFiles({ postgresql: POSTGRESQL }, "PostgreSQL", () => {
  serverFaults(
    "an SP's PostgreSQL",
    async () => {
      const server = await startPostgres();
      await server.exec(
        "create table users (id bigint generated by default as identity primary key, email text)",
        "create function sneaky() returns bigint language sql as $$ insert into users (email) values ('x') returning id $$",
      );
      return server;
    },
    {
      "a statement that writes": ["delete from users returning id", new RegExp(READS_ONLY)],
      "a common table expression": [
        "with gone as (delete from users returning id) select id from gone",
        new RegExp(READS_ONLY),
      ],
      "a function": ["select sneaky() as id", new RegExp(READS_ONLY)],
      "a second statement": ["select id from users; delete from users", /more than one statement/],
      "an end of its transaction": ["commit", /shows no columns/],
    },
  );
});

describeWithFiles({ "mariadb-server": MARIADB }, "MariaDB", () => {
  serverFaults(
    "an SP's MariaDB",
    async () => {
      const server = await startMariadb();
      await server.exec(
        "create table users (id bigint auto_increment primary key, email text)",
        "create function sneaky() returns bigint modifies sql data begin insert into users (email) values ('x'); return 1; end",
      );
      return server;
    },
    {
      "a statement that writes": ["delete from users returning id", new RegExp(READS_ONLY)],
      "a function": ["select sneaky() as id", new RegExp(READS_ONLY)],
      "a second statement": ["select id from users; delete from users", /error in your SQL syntax/],
      "an end of its transaction": ["commit", /shows no columns/],
    },
  );
});

describe("an SP's SQLite", () => {
  const dir = mkdtempSync(join(tmpdir(), "jitterbug-faults-sqlite-"));
  const file = join(dir, "sp.sqlite3");
  const database = new DatabaseSync(file);
  database.exec("create table users (id integer primary key, email text)");
  afterAll(() => {
    database.close();
    rmSync(dir, { recursive: true, force: true });
  });

  it("is not there", () =>
    expectTold(
      { sql: "sqlite:./nowhere.sqlite3", query: QUERY },
      /finds no database file at .*nowhere/,
      /target file's folder/,
    ));

  it("is locked", async () => {
    database.exec("begin exclusive");
    try {
      await expectRefused(
        { sql: `sqlite:${file}`, query: QUERY },
        /waited 5 s: the database is locked/,
        /write transaction/,
      );
    } finally {
      database.exec("rollback");
    }
  });

  sqlFaults(() => `sqlite:${file}`, {
    "a statement that writes": ["delete from users returning id", new RegExp(READS_ONLY)],
    "a pragma": ["pragma user_version = 5", new RegExp(READS_ONLY)],
    "a second statement": ["select id from users; delete from users", /more than one statement/],
  });
});
