import { describe, expect, test } from "vitest";
import type { AccountsDriver } from "../../harness/scenario/model/index.ts";
import { createSp } from "../../harness/sp/index.ts";
import type { Sp } from "../../harness/sp/port.ts";
import { httpDriver, sessionOf, targetOf } from "./support/target.ts";
import { failure, json, later, serve } from "./support/world.ts";

/** An SP whose `/a`, `/b` ... answer what the test says, the nth read with the nth answer or the last. */
async function spOf(
  answers: { readonly [path: string]: readonly unknown[] },
  drivers: readonly AccountsDriver[],
  settle = 0,
): Promise<Sp> {
  const reads = new Map<string, number>();
  const base_url = await serve((req, res) => {
    const path = req.url ?? "";
    const at = reads.get(path) ?? 0;
    reads.set(path, at + 1);
    const list = answers[path] ?? [];
    json(res, list[Math.min(at, list.length - 1)] ?? []);
  });
  const target = targetOf({ base_url, observe: { session: sessionOf(), accounts: drivers, settle } });
  const sp = createSp({ target, variables: {} });
  later(() => sp.close());
  return sp;
}

const at = (target: string, map: { readonly [field: string]: string }) =>
  httpDriver({ request: { method: "GET", target }, map });

const stranger = (email: string) => ({ id: 2, email });

describe("snapshot", () => {
  test("holds the accounts of the namespace alone, in any mapped field and letter case, sorted by id", async () => {
    const people = [
      { id: 3, email: "ada.N1@sp.test" },
      { id: 1, email: null, name: "Ada n1" },
      { id: 2, email: "ada.n2@sp.test" },
      { id: 20, email: "x@sp.test", sub: "n1-ada" },
    ];
    const sp = await spOf({ "/a": [people] }, [
      at("/a", { id: "$.id", email: "$.email", name: "$.name", identities: "$['sub']" }),
    ]);
    expect((await sp.snapshot("n1")).accounts.map(({ id }) => id)).toEqual(["1", "20", "3"]);
  });

  test("tells an account that was there, and came to carry the namespace, from one that was created", async () => {
    const before = [{ id: 1, email: "grace.n2@sp.test" }];
    const after = [
      { id: 1, email: "ada.n1@sp.test" },
      { id: 2, email: "bob.n1@sp.test" },
    ];
    const sp = await spOf({ "/a": [before, after, after] }, [at("/a", { id: "$.id", email: "$.email" })]);
    expect((await sp.snapshot("n1")).entered).toBeUndefined();
    expect((await sp.snapshot("n1")).entered).toEqual(["1"]);
    expect((await sp.snapshot("n1")).entered).toBeUndefined();
  });

  test("normalizes what databases and APIs write, and keeps null", async () => {
    const rows = [
      { id: 1, email: "n1@x", v: 1, on: "t", roles: ["b", "a"], links: [{ issuer: "i", subject: 9 }], dept: { n: 1 } },
      { id: 2, email: "n1@y", v: "false", on: 0, roles: null, links: [], dept: null },
      { id: 3, email: "n1@z", v: null, roles: '["c"]', links: "s" },
    ];
    const map = {
      id: "$.id",
      email: "$.email",
      email_verified: "$.v",
      active: "$.on",
      roles: "$.roles",
      identities: "$.links",
      "attributes.dept": "$.dept",
    };
    const sp = await spOf({ "/a": [rows] }, [at("/a", map)]);
    const { accounts } = await sp.snapshot("n1");
    expect(accounts).toMatchObject([
      {
        id: "1",
        email_verified: true,
        active: true,
        roles: ["b", "a"],
        identities: [{ issuer: "i", subject: "9" }],
        attributes: { dept: { n: 1 } },
      },
      { id: "2", email_verified: false, active: false, roles: [], identities: [], attributes: { dept: null } },
      {
        id: "3",
        email_verified: null,
        active: null,
        roles: ["c"],
        identities: [{ subject: "s" }],
        attributes: { dept: null },
      },
    ]);
    expect(accounts[0]?.seen_by).toMatchObject({ email: "http", "attributes.dept": "http" });
  });

  test("refuses to guess at a boolean", async () => {
    const sp = await spOf({ "/a": [[{ id: 1, at: "2026-01-01" }]] }, [
      at("/a", { id: "$.id", email_verified: "$.at" }),
    ]);
    const error = await failure(sp.snapshot("n1"));
    expect(error.message).toContain('http (jitterbug.yaml:7) shows email_verified as "2026-01-01"');
  });

  test("joins drivers by id, tells who saw what, and an account without identities has none", async () => {
    const links = httpDriver({
      request: { method: "GET", target: "/b" },
      map: { id: "$.user" },
      collect: { identities: { subject: "$.sub" } },
    });
    const sp = await spOf(
      {
        "/a": [
          [
            { id: 1, email: "n1@x" },
            { id: 2, email: "n1@y" },
          ],
        ],
        "/b": [[{ user: "1", sub: "s" }]],
      },
      [at("/a", { id: "$.id", email: "$.email" }), links],
    );
    expect((await sp.snapshot("n1")).accounts).toEqual([
      {
        id: "1",
        email: "n1@x",
        identities: [{ subject: "s" }],
        seen_by: { id: "http 1, http 2", email: "http 1", identities: "http 2" },
      },
      { id: "2", email: "n1@y", identities: [], seen_by: { id: "http 1", email: "http 1", identities: "http 2" } },
    ]);
  });

  const both = [at("/a", { id: "$.id", email: "$.email" }), at("/b", { id: "$.id", email: "$.email" })];

  test("names both drivers where they contradict each other", async () => {
    const sp = await spOf({ "/a": [[{ id: 1, email: "n1@x" }]], "/b": [[{ id: 1, email: "n1@y" }]] }, both);
    const error = await failure(sp.snapshot("n1"));
    expect(error.code).toBe("ERR_OBSERVE");
    expect(error.message).toContain('account 1: email: http 1 shows "n1@x", but http 2 shows "n1@y"');
  });

  test("reads again where the contradiction was one of two moments, and has no eye for other namespaces'", async () => {
    const sp = await spOf(
      {
        "/a": [
          [{ id: 1, email: "n1@old" }, stranger("a")],
          [{ id: 1, email: "n1@new" }, stranger("a")],
        ],
        "/b": [[{ id: 1, email: "n1@new" }, stranger("b")]],
      },
      both,
    );
    expect((await sp.snapshot("n1")).accounts).toMatchObject([{ id: "1", email: "n1@new" }]);
  });

  test("with settle waits for a queue", async () => {
    const sp = await spOf(
      { "/a": [[], [{ id: 1, email: "n1@x" }], [{ id: 1, email: "n1@y" }]] },
      [at("/a", { id: "$.id", email: "$.email" })],
      2,
    );
    expect((await sp.snapshot("n1")).accounts).toMatchObject([{ email: "n1@y" }]);
  });

  test("with settle does not wait for ever", async () => {
    const restless = Array.from({ length: 200 }, (_, n) => [{ id: 1, email: `n1@${n}` }]);
    const sp = await spOf({ "/a": restless }, [at("/a", { id: "$.id", email: "$.email" })], 0.3);
    expect((await failure(sp.snapshot("n1"))).message).toContain("still changing after 0.3 s");
  });
});
