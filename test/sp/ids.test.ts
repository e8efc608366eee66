import { describe, expect, test } from "vitest";
import { createSp } from "../../harness/sp/index.ts";
import type { Sp } from "../../harness/sp/port.ts";
import { httpDriver, PLACE, sessionOf, targetOf } from "./support/target.ts";
import { json, later, serve } from "./support/world.ts";

/** An SP that gives the lowest free number to the next account, as a key without AUTOINCREMENT does. */
class Reusing {
  readonly rows = new Map<number, { email: string; active: boolean }>();
  /** Accounts are kept, inactive, when they shall be removed. */
  keeps = false;
  /** Who is inactive is not listed. */
  hides = false;

  create(email: string): string {
    let id = 1;
    while (this.rows.has(id)) id++;
    this.rows.set(id, { email, active: true });
    return String(id);
  }

  remove(id: number): void {
    const row = this.rows.get(id);
    if (this.keeps && row !== undefined) row.active = false;
    else this.rows.delete(id);
  }

  list(query: string): readonly object[] {
    return [...this.rows]
      .map(([id, row]) => ({ id, ...row }))
      .filter(({ email, active }) => email.includes(query) && (active || !this.hides));
  }

  /** The kit's view of it; `filtered`: the list is asked for one namespace alone. */
  async seen(filtered = false): Promise<Sp> {
    const base_url = await serve((req, res) => {
      const url = new URL(req.url ?? "/", "http://localhost");
      if (req.method === "DELETE") this.remove(Number(url.pathname.split("/").at(-1)));
      json(res, this.list(url.searchParams.get("q") ?? ""));
    });
    const accounts = [
      httpDriver({
        request: { method: "GET", target: filtered ? "/accounts?q={{ns}}" : "/accounts" },
        map: { id: "$.id", email: "$.email", active: "$.active" },
      }),
    ];
    const seed = {
      remove: {
        kind: "http",
        request: { method: "DELETE", target: "/accounts/{{id}}" },
        headers: {},
        place: PLACE,
      } as const,
    };
    const target = targetOf({ base_url, seed, observe: { session: sessionOf(), accounts, settle: 0 } });
    const sp = createSp({ target, variables: {} });
    later(() => sp.close());
    return sp;
  }
}

const removal = { ns: "ns2", organization: "default", connection: "acme" };

describe.each([false, true])("an id that was used before, in a list that is filtered: %s", (filtered) => {
  test("belongs to a new account once the kit has removed the old one", async () => {
    const db = new Reusing();
    const sp = await db.seen(filtered);
    const id = db.create("bob.ns2@sp.test");
    await sp.snapshot("ns2");
    await sp.snapshot("ns1");
    await sp.remove(id, removal);
    expect(db.create("ada.ns1@sp.test")).toBe(id);
    const after = await sp.snapshot("ns1");
    expect([after.accounts.map((one) => one.id), after.entered]).toEqual([[id], undefined]);
    expect(sp.reusesIds).toBe(true);
  });

  test("so it does while the removal is still under way, and when a read overlapped it", async () => {
    const db = new Reusing();
    const sp = await db.seen(filtered);
    const id = db.create("bob.ns2@sp.test");
    await sp.snapshot("ns2");
    await sp.snapshot("ns1");
    const overlapping = sp.snapshot("ns2");
    const removing = sp.remove(id, removal);
    await overlapping;
    await sp.snapshot("ns1");
    await removing;
    db.create("ada.ns1@sp.test");
    expect((await sp.snapshot("ns1")).entered).toBeUndefined();
  });

  test("is its own still where it was hidden for being inactive, and came back", async () => {
    const db = new Reusing();
    db.hides = true;
    const sp = await db.seen(filtered);
    const id = db.create("ada.ns1@sp.test");
    await sp.snapshot("ns1");
    db.rows.set(Number(id), { email: "ada.ns1@sp.test", active: false });
    expect((await sp.snapshot("ns1")).accounts).toEqual([]);
    db.rows.set(Number(id), { email: "ada.ns1@sp.test", active: true });
    expect((await sp.snapshot("ns1")).entered).toBeUndefined();
  });

  test("is somebody else's where nobody removed it", async () => {
    const db = new Reusing();
    const sp = await db.seen(filtered);
    const id = db.create("bob.ns2@sp.test");
    await sp.snapshot("ns2");
    await sp.snapshot("ns1");
    db.rows.set(Number(id), { email: "ada.ns1@sp.test", active: true });
    expect((await sp.snapshot("ns1")).entered).toEqual([id]);
    expect(sp.reusesIds).toBe(false);
  });

  test("is somebody else's, too, where the SP keeps what it shall remove, inactive", async () => {
    const db = new Reusing();
    db.keeps = true;
    const sp = await db.seen(filtered);
    const id = db.create("bob.ns2@sp.test");
    await sp.snapshot("ns2");
    await sp.snapshot("ns1");
    await sp.remove(id, removal);
    await sp.snapshot("ns2");
    expect(sp.reusesIds).toBe(false);
    db.rows.set(Number(id), { email: "ada.ns1@sp.test", active: true });
    expect((await sp.snapshot("ns1")).entered).toEqual([id]);
  });
});

test("an id that a whole list has not shown meanwhile is free, whoever removed its account", async () => {
  const db = new Reusing();
  const sp = await db.seen();
  const id = db.create("bob.ns2@sp.test");
  await sp.snapshot("ns1");
  db.remove(Number(id));
  await sp.snapshot("ns3");
  db.create("ada.ns1@sp.test");
  expect((await sp.snapshot("ns1")).entered).toBeUndefined();
});

test("a list that is asked for one namespace says nothing of the others' accounts", async () => {
  const db = new Reusing();
  const sp = await db.seen(true);
  const id = db.create("bob.ns2@sp.test");
  await sp.snapshot("ns2");
  await sp.snapshot("ns1");
  await sp.snapshot("ns3");
  db.rows.set(Number(id), { email: "ada.ns1@sp.test", active: true });
  expect((await sp.snapshot("ns1")).entered).toEqual([id]);
});

describe("an account that is another after the last look at it", () => {
  async function lateAfter(change: (db: Reusing, id: string, sp: Sp) => Promise<void> | void): Promise<number | null> {
    const db = new Reusing();
    const sp = await db.seen();
    const id = db.create("ada.ns1@sp.test");
    db.create("bob.ns2@sp.test");
    await sp.snapshot("ns2");
    const last = await sp.snapshot("ns1");
    await change(db, id, sp);
    return sp.changedSince("ns1", last, Date.now());
  }

  test("is late where it became so by itself", async () => {
    expect(
      await lateAfter((db, id) => void db.rows.set(Number(id), { email: "ada.ns1@sp.test", active: false })),
    ).toEqual(expect.any(Number));
    expect(await lateAfter((db, id) => db.remove(Number(id)))).toEqual(expect.any(Number));
  });

  test("is not late where somebody else's sign-in wrote into it, or over it", async () => {
    const written = (email: string) => lateAfter((db, id) => void db.rows.set(Number(id), { email, active: true }));
    expect(await written("ada.ns1+bob.NS2@sp.test")).toBeNull();
    expect(await written("bob.ns2@sp.test")).toBeNull();
  });

  test("is not late where the kit removed it for another check", async () => {
    expect(await lateAfter((_, id, sp) => sp.remove(id, removal))).toBeNull();
  });
});
