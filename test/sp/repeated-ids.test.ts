import { DatabaseSync } from "node:sqlite";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { AccountsDriver } from "../../harness/scenario/model/index.ts";
import { createSp } from "../../harness/sp/index.ts";
import type { Sp } from "../../harness/sp/port.ts";
import { httpDriver, sessionOf, sqlDriver, targetOf } from "./support/target.ts";
import { failure, folder, json, later, serve } from "./support/world.ts";

/** An SP whose paths answer what the test says, the nth read with the nth answer or the last. */
async function spOf(answers: { readonly [path: string]: readonly unknown[] }, drivers: readonly AccountsDriver[]) {
  const reads = new Map<string, number>();
  const base_url = await serve((req, res) => {
    const path = req.url ?? "";
    const at = reads.get(path) ?? 0;
    reads.set(path, at + 1);
    const list = answers[path] ?? [];
    json(res, list[Math.min(at, list.length - 1)] ?? []);
  });
  return opened({ base_url, accounts: drivers });
}

function opened({ base_url = "http://localhost:1", dir = "/tmp", accounts }: Opened): Sp {
  const target = targetOf({ base_url, dir, observe: { session: sessionOf(), accounts, settle: 0 } });
  const sp = createSp({ target, variables: {} });
  later(() => sp.close());
  return sp;
}

interface Opened {
  readonly base_url?: string;
  readonly dir?: string;
  readonly accounts: readonly AccountsDriver[];
}

const at = (target: string, map: { readonly [field: string]: string }) =>
  httpDriver({ request: { method: "GET", target }, map });
const LIST = at("/a", { id: "$.id", email: "$.email" });
const root = { id: 1, email: "root@sp.test" };
const shown = async (sp: Sp, ns = "n1") => {
  const { accounts, shared } = await sp.snapshot(ns);
  return [accounts.map(({ id, email }) => `${id} ${email}`), shared];
};

describe("accounts with one id", () => {
  test("are as many as a list of single accounts shows, whatever they have in common", async () => {
    const sp = await spOf({ "/a": [[root, { id: 2, email: "n1@x" }, { id: 2, email: "n1@y" }]] }, [LIST]);
    expect(await shown(sp)).toEqual([["2 n1@x", "2 n1@y"], undefined]);
    const alike = await spOf({ "/a": [[root, { id: 2, email: "n1@x" }, { id: 2, email: "n1@x" }]] }, [LIST]);
    expect(await shown(alike)).toEqual([["2 n1@x", "2 n1@x"], undefined]);
  });

  test("may be somebody else's, which either side's look tells", async () => {
    const sp = await spOf({ "/a": [[root], [root, { id: 2, email: "n1@x" }, { id: 2, email: "n2@y" }]] }, [LIST]);
    await sp.snapshot("n1");
    expect(await shown(sp)).toEqual([["2 n1@x"], ["2"]]);
    expect((await sp.snapshot("n1")).entered).toBeUndefined();
    expect(await shown(sp, "n2")).toEqual([["2 n2@y"], ["2"]]);
  });

  test("are told where their ids differ in their type alone", async () => {
    const sp = await spOf({ "/a": [[root, { id: 2, email: "n1@x" }, { id: "2", email: "n1@y" }]] }, [LIST]);
    expect(await shown(sp)).toEqual([["2 n1@x", "2 n1@y"], undefined]);
  });

  test("are told where one of two drivers shows them", async () => {
    const names = at("/b", { id: "$.id", name: "$.name" });
    const lists = {
      "/a": [[root, { id: "2", email: "n1@x" }]],
      "/b": [
        [
          { id: 1, name: "Root" },
          { id: 2, name: "Ada" },
          { id: 2, name: "Bob" },
        ],
      ],
    };
    const { accounts } = await (await spOf(lists, [LIST, names])).snapshot("n1");
    expect(accounts.map(({ id, email, name }) => [id, email, name])).toEqual([
      ["2", "n1@x", "Ada"],
      ["2", "n1@x", "Bob"],
    ]);
  });

  test("in a table without a key are told, too", async () => {
    const dir = folder();
    const database = new DatabaseSync(join(dir, "sp.db"));
    database.exec("create table users (id, email); insert into users values (1, 'root'), (2, 'n1@x'), (2, 'n1@x')");
    database.close();
    expect(await shown(opened({ dir, accounts: [sqlDriver({})] }))).toEqual([["2 n1@x", "2 n1@x"], undefined]);
  });
});

describe("one account in several rows", () => {
  test("of a list that shows every account so is one", async () => {
    const two = (id: number, email: string) => [
      { id, email },
      { id, email },
    ];
    const sp = await spOf({ "/a": [[...two(1, "root@sp.test"), ...two(2, "n1@x")]] }, [LIST]);
    expect(await shown(sp)).toEqual([["2 n1@x"], undefined]);
    const other = await spOf(
      {
        "/a": [
          [
            { id: 2, email: "n1@x" },
            { id: 2, email: "n1@y" },
          ],
        ],
      },
      [LIST],
    );
    expect((await failure(other.snapshot("n1"))).message).toContain("account 2 more than once, with a different email");
  });

  test.each([
    "select u.id, u.email from users u left join identities i on i.user_id = u.id",
    "select u.id, u.email from users u, identities i where i.user_id = u.id order by u.id, u.email",
    "select id, email from users union all select user_id, email from identities, users where id = user_id",
  ])("of a query that joins is one: %s", async (query) => {
    const dir = folder();
    const database = new DatabaseSync(join(dir, "sp.db"));
    database.exec(`create table users (id, email); insert into users values (1, 'n1@x'), (2, 'n1@y');
      create table identities (user_id); insert into identities values (1), (2), (2)`);
    database.close();
    expect(await shown(opened({ dir, accounts: [sqlDriver({ query })] }))).toEqual([["1 n1@x", "2 n1@y"], undefined]);
  });

  test("of a query that only lists columns in order is two", async () => {
    const dir = folder();
    const database = new DatabaseSync(join(dir, "sp.db"));
    database.exec("create table users (id, email); insert into users values (1, 'root'), (2, 'n1@x'), (2, 'n1@y')");
    database.close();
    const query = "select id, lower(trim(email)) as email from users where id in (1, 2) order by id, email";
    expect(await shown(opened({ dir, accounts: [sqlDriver({ query })] }))).toEqual([["2 n1@x", "2 n1@y"], undefined]);
  });

  test("that stood on two pages because the list moved meanwhile is one", async () => {
    const page = (...rows: readonly object[]) => ({ rows, next: null });
    const paged = httpDriver({ request: { method: "GET", target: "/a" }, each: "$.rows[*]", next: "$.next" });
    const first = { rows: [root, { id: 2, email: "n1@x" }], next: "/b" };
    const sp = await spOf({ "/a": [first], "/b": [page({ id: 2, email: "n1@x" }), page({ id: 3, email: "n2@x" })] }, [
      paged,
    ]);
    expect(await shown(sp)).toEqual([["2 n1@x"], undefined]);
  });
});
