import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { sqlDriver } from "../../sp/support/target.ts";
import type { Source } from "./source.ts";

const FILE = "sp.db";
const SCHEMA = "create table users (id integer primary key, email text); insert into users values (1, 'ada@sp.test')";
const SOON = { statement: 0.5, lock: 0.3 };
const SLOW = /was not answered by .*sp\.db within 0\.5 s/;
const HEAVY = /shows more than 64 MiB/;
const NONE = /file is not a database/;

/** The SP's own database: `fill` on top of a table of users with one in it. */
function database(dir: string, ...fill: readonly string[]): DatabaseSync {
  const sp = new DatabaseSync(join(dir, FILE));
  for (const statement of [SCHEMA, ...fill]) sp.exec(statement);
  return sp;
}

const filled = (fill: readonly string[], query: string, end: Source["end"], more: Partial<Source> = {}): Source => ({
  driver: sqlDriver({ query }),
  make: (dir) => database(dir, ...fill).close(),
  end,
  ...more,
});
const asks = (query: string, end: Source["end"], more?: Partial<Source>) => filled([], query, end, more);
const USERS = "select id, email from users";
const made = (make: Source["make"], end: Source["end"], more: Partial<Source> = {}): Source => ({
  driver: sqlDriver({ query: USERS }),
  make,
  end,
  ...more,
});
/** The file is made as it should be, and then spoilt. */
const spoilt = (spoil: (file: string) => void, end: Source["end"]) =>
  made((dir) => {
    database(
      dir,
      "create table more (a); insert into more select hex(randomblob(2000)) from (select 1 union select 2 union select 3)",
    ).close();
    spoil(join(dir, FILE));
  }, end);
function overwrite(file: string, at: number, bytes: Buffer): void {
  const whole = readFileSync(file);
  bytes.copy(whole, at);
  writeFileSync(file, whole);
}

const ENDLESS = "with recursive n(i) as (select 1 union all select i + 1 from n)";
const numbers = (to: number) => `with recursive n(i) as (select 1 union all select i + 1 from n where i < ${to})`;
const VIEW = [`create view everybody as ${ENDLESS} select i as id, hex(zeroblob(5000)) as email from n`];

/** Files that are read as an SP's SQLite, and queries on one. */
export const FILES: { readonly [name: string]: Source } = {
  "is not there": made(undefined, /finds no database file/),
  "is a folder": made((dir) => mkdirSync(join(dir, FILE)), /finds no database file/),
  "is a ring of links": made((dir) => {
    symlinkSync("b.db", join(dir, FILE));
    symlinkSync(FILE, join(dir, "b.db"));
  }, /finds no database file/),
  "is a link to nothing": made((dir) => symlinkSync("gone.db", join(dir, FILE)), /finds no database file/),
  "is a link to one": made((dir) => {
    database(join(dir)).close();
    symlinkSync(FILE, join(dir, "b.db"));
  }, 1),
  "is a pipe": made((dir) => void spawnSync("mkfifo", [join(dir, FILE)]), /finds no database file/),
  "is a device": made((dir) => symlinkSync("/dev/zero", join(dir, FILE)), /finds no database file/),
  "is empty": made((dir) => writeFileSync(join(dir, FILE), ""), /no such table: users/),
  "is a text": made((dir) => writeFileSync(join(dir, FILE), "name,email\n".repeat(100)), NONE),
  "is noise": made((dir) => writeFileSync(join(dir, FILE), Buffer.alloc(65_536, 0xa5)), NONE),
  "is its header alone": spoilt((file) => truncateSync(file, 100), /malformed|not a database|no such table/),
  "is cut in the middle": spoilt((file) => truncateSync(file, 6_000), /malformed/),
  "has its tables overwritten": spoilt(
    (file) => overwrite(file, 100, Buffer.alloc(3_996, 0xff)),
    /malformed|not a database/,
  ),
  "has a page of users overwritten": spoilt((file) => overwrite(file, 4_096, Buffer.alloc(4_096, 0xff)), /malformed/),
  "is of a later format": spoilt((file) => overwrite(file, 18, Buffer.from([9, 9])), /not a database|readonly|write/),
  "has pages of no size": spoilt((file) => overwrite(file, 16, Buffer.from([0, 3])), NONE),
  "has a garbled WAL beside it": spoilt((file) => writeFileSync(`${file}-wal`, Buffer.alloc(9_000, 0x5a)), 1),
  "has a garbled journal beside it": spoilt(
    (file) => writeFileSync(`${file}-journal`, Buffer.alloc(9_000, 0x5a)),
    /failed: .*readonly/,
  ),
  "is in WAL mode, and the SP writes": made((dir) => {
    const sp = database(dir, "pragma journal_mode = wal");
    sp.exec(
      "insert into users values (2, 'bob@sp.test'); begin immediate; insert into users values (3, 'eve@sp.test')",
    );
    return () => sp.close();
  }, 2),
  "is in WAL mode, and the WAL is gone": made((dir) => {
    const sp = database(dir, "pragma journal_mode = wal");
    const whole = readFileSync(join(dir, FILE));
    sp.close();
    writeFileSync(join(dir, FILE), whole);
  }, /no such table|malformed|1/),
  "is locked": made(
    (dir) => {
      const sp = database(dir);
      sp.exec("begin exclusive");
      return () => sp.close();
    },
    /waited 0\.3 s: the database is locked/,
    { limits: SOON },
  ),
  "may only be read": made((dir) => {
    database(dir).close();
    chmodSync(join(dir, FILE), 0o444);
  }, 1),
  "may not be read": made(
    (dir) => {
      database(dir).close();
      chmodSync(join(dir, FILE), 0);
    },
    /unable to open database file/,
    { notAsRoot: true },
  ),
  "has a view that shows rows for ever": filled(VIEW, "select * from everybody", HEAVY),
  "has a view that counts for ever": filled(VIEW, "select count(*) as id from everybody", SLOW, { limits: SOON }),
  "has a view that is sorted for ever": filled(VIEW, "select id from everybody order by email", SLOW, { limits: SOON }),
  "has a view that finds nothing for ever": filled(VIEW, "select id from everybody where id < 0", SLOW, {
    limits: SOON,
  }),
  "has a view of itself": filled(
    [
      "create view a as select 1 as id",
      "create view b as select * from a",
      "drop view a",
      "create view a as select * from b",
    ],
    "select * from a",
    /circularly defined/,
  ),
  "shows a hundred thousand accounts": asks(
    `${numbers(100_000)} select i as id, 'p' || i || '@sp.test' as email from n`,
    100_000,
  ),
  "shows a million accounts, and a picture of each": asks(
    `${numbers(1_000_000)} select i as id, 'p' || i || '@sp.test' as email, hex(zeroblob(100)) as picture from n`,
    HEAVY,
  ),
  "shows a value of 100 MB": asks("select 1 as id, hex(zeroblob(50000000)) as email", HEAVY),
  "shows a blob of 100 MB": asks("select 1 as id, zeroblob(100000000) as email", HEAVY),
  "shows a value of 900 MB": asks("select 1 as id, hex(zeroblob(450000000)) as email", HEAVY),
  "shows a hundred values of a MB": asks(
    `${numbers(100)} select i as id, hex(zeroblob(500000)) as email from n`,
    HEAVY,
  ),
  "shows blobs": filled(["update users set email = x'00ff'"], USERS, 1),
  "shows a blob as an id": asks("select x'00ff' as id", 1),
  "shows NUL": filled(["update users set email = 'a' || char(0) || 'b'"], USERS, 1),
  "shows orders to the terminal": asks("select id, '\u001b[2J' as email from users", 1),
  "shows invalid UTF-8": filled(["update users set email = cast(x'fffe' as text)"], USERS, 1),
  "shows infinity": asks("select 1 as id, 9e999 as email", 1),
  "shows an id that is null": asks("select null as id", /shows a row whose id is null/),
  "shows no id": asks("select email from users", /shows no id/),
  "shows a column that is not there": asks("select id, mail from users", /no such column: mail/),
  "shows two columns of one name": asks("select id, email, id + 1 as id from users", /shows two columns named id/),
  "shows two columns of a name that nobody asks for": asks("select id, email, 1 as x, 2 as x from users", 1),
  "shows two thousand columns": asks(
    `select 1 as id, ${Array.from({ length: 1_999 }, (_, n) => `${n} as c${n}`).join(", ")}`,
    1,
  ),
  "shows a column named as a prototype": asks("select id, email, 1 as __proto__, 2 as constructor from users", 1),
  "computes what cannot be": asks("select abs(-9223372036854775808) as id", /integer overflow/),
  "makes a text that is too long": asks("select 1 as id, zeroblob(2000000000) as email", HEAVY),
  "names a table of a module that is not there": asks("select * from csv('x')", /no such table/),
  "loads an extension": asks("select load_extension('x') as id", /not authorized|no such function/),
  "reads a file": asks("select readfile('/etc/passwd') as id", /no such function/),
  "nests a thousand queries": asks(
    `select * from ${"(select * from ".repeat(1_000)}users${")".repeat(1_000)}`,
    /failed|1/,
  ),
  "is a query of a MB": asks(`select 1 as id /* ${"x".repeat(1_000_000)} */`, 1),
};
