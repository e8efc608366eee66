import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { openDatabase, type Db } from "../../sp-reference/accounts/database.ts";
import { Lookup } from "../../sp-reference/accounts/lookup.ts";
import { hashPassword, isPassword } from "../../sp-reference/accounts/password.ts";
import { provision, type Provisioning } from "../../sp-reference/accounts/provision.ts";
import { SCHEMA } from "../../sp-reference/accounts/schema.ts";
import { Store } from "../../sp-reference/accounts/store.ts";
import { Audit } from "../../sp-reference/audit/events.ts";
import type { Assertion } from "../../sp-reference/mapping/assertion.ts";
import { OneTime } from "../../sp-reference/session/one-time.ts";
import { workings } from "../../sp-reference/workings.ts";
import { connection, ISSUER } from "./situation.ts";

const at = {
  ...connection(),
  attributes: { email: "email", email_verified: "email_verified", name: "name", groups: "groups" },
};

function parts(file = ":memory:"): Provisioning {
  const db = openDatabase(file, SCHEMA);
  onTestFinished(() => void db.close());
  const organizations = new Map([["acme", at.organization]]);
  return { db, lookup: new Lookup(db), store: new Store(db), audit: new Audit(db), organizations, workings };
}

function says(claims: { readonly [claim: string]: unknown }): Assertion {
  return { protocol: "oidc", issuer: ISSUER, claims: { email_verified: true, ...claims } };
}

function count(db: Db, table: string): number {
  return db.prepare<[], { n: number }>(`SELECT count(*) AS n FROM ${table}`).get()?.n ?? -1;
}

test("each decision is one event, and says what changed", async () => {
  const world = parts();
  await provision(world, at, says({ sub: "ada", email: "ada@acme.test", name: "Ada", groups: ["engineering"] }));
  await provision(world, at, says({ sub: "ada", email: "ada@acme.test", name: "Ada", groups: ["engineering"] }));
  await provision(world, at, says({ sub: "ada", email: "king@acme.test", name: "Ada King", groups: ["admins"] }));
  const events = world.audit.list({ limit: 10 });
  expect(events.map(({ kind }) => kind)).toEqual(["updated", "signed_in", "created"]);
  expect(events[0]?.detail).toMatchObject({
    changes: [
      { field: "email", from: "ada@acme.test", to: "king@acme.test" },
      { field: "name", from: "Ada", to: "Ada King" },
    ],
    granted: ["admin"],
    revoked: ["member"],
  });
});

test("what fails in the middle leaves nothing behind", async () => {
  const world = parts();
  world.db.exec("CREATE TRIGGER fail BEFORE INSERT ON grants BEGIN SELECT RAISE(ABORT, 'disk on fire'); END");
  await expect(provision(world, at, says({ sub: "ada", email: "ada@acme.test" }))).rejects.toThrow("disk on fire");
  for (const table of ["accounts", "identities", "memberships", "events"]) expect(count(world.db, table)).toBe(0);
});

test("who loses the race for an identity finds what the winner made", async () => {
  const world = parts();
  let raced = false;
  const transact: typeof workings.provisioning.transact = (db, look, act) => {
    const found = look();
    if (!raced) {
      raced = true;
      void provision({ ...world, workings }, at, says({ sub: "ada", email: "ada@acme.test" }));
    }
    return db.transaction(() => act(found)).immediate();
  };
  const late = { ...world, workings: { ...workings, provisioning: { ...workings.provisioning, transact } } };
  expect(await provision(late, at, says({ sub: "ada", email: "ada@acme.test" }))).toMatchObject({ kind: "signed_in" });
  expect(count(world.db, "accounts")).toBe(1);
  expect(world.audit.list({ limit: 5 }).map(({ kind }) => kind)).toEqual(["signed_in", "created"]);
});

test("several processes on one database make one account of one person", async () => {
  const dir = mkdtempSync(join(tmpdir(), "sp-"));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  const file = join(dir, "accounts.db");
  const world = parts(file);
  const script = `
    const [{ openDatabase }, { Lookup }, { provision }, { SCHEMA }, { Store }, { Audit }, { workings }, { connection, ISSUER }] =
      await Promise.all(${JSON.stringify(
        [
          "accounts/database",
          "accounts/lookup",
          "accounts/provision",
          "accounts/schema",
          "accounts/store",
          "audit/events",
          "workings",
        ]
          .map((module) => new URL(`../../sp-reference/${module}.ts`, import.meta.url).href)
          .concat(new URL("situation.ts", import.meta.url).href),
      )}.map((module) => import(module)));
    const db = openDatabase(${JSON.stringify(file)}, SCHEMA);
    const at = { ...connection(), attributes: { email: "email", email_verified: "email_verified" } };
    const organizations = new Map([["acme", at.organization]]);
    const parts = { db, lookup: new Lookup(db), store: new Store(db), audit: new Audit(db), organizations, workings };
    for (let n = 0; n < 40; n++) {
      const claims = { sub: "person-" + n, email: "person-" + n + "@acme.test", email_verified: true };
      await provision(parts, at, { protocol: "oidc", issuer: ISSUER, claims });
    }
    db.close();`;
  const children = Array.from({ length: 3 }, () =>
    spawn(process.execPath, ["--input-type=module", "--eval", script], { stdio: ["ignore", "ignore", "inherit"] }),
  );
  const codes = await Promise.all(children.map(async (child) => (await once(child, "exit"))[0] as number));
  expect(codes).toEqual([0, 0, 0]);
  expect([count(world.db, "accounts"), count(world.db, "identities")]).toEqual([40, 40]);
});

test("blank addresses and subjects do not pass the table's own checks either", () => {
  const { db } = parts();
  expect(() => db.exec("INSERT INTO accounts (id, status, email, created_at) VALUES ('x', 'active', '', '')")).toThrow(
    /CHECK/,
  );
});

test("a key is used once, and not after its time", () => {
  let now = 1_000;
  const oneTime = new OneTime(parts().db, () => now);
  expect(oneTime.put("kind", "key", { a: 1 }, 2_000)).toBe(true);
  expect(oneTime.put("kind", "key", { a: 2 }, 2_000)).toBe(false);
  expect(oneTime.take("other", "key")).toBeUndefined();
  expect(oneTime.take("kind", "key")).toEqual({ a: 1 });
  expect(oneTime.take("kind", "key")).toBeUndefined();
  oneTime.put("kind", "late", {}, 2_000);
  now = 2_000;
  expect(oneTime.take("kind", "late")).toBeUndefined();
});

test("a password of nobody's is compared as slowly as one of somebody's", async () => {
  const stored = await hashPassword("secret");
  expect([await isPassword(stored, "secret"), await isPassword(stored, "Secret"), await isPassword(null, "")]).toEqual([
    true,
    false,
    false,
  ]);
  const cost = async (hash: string | null): Promise<number> => {
    const before = process.cpuUsage();
    for (let times = 0; times < 5; times++) await isPassword(hash, "another");
    const { user, system } = process.cpuUsage(before);
    return user + system;
  };
  // CPU, not the clock; without its own derivation it costs next to nothing.
  expect(await cost(null)).toBeGreaterThan((await cost(stored)) / 5);
});

test("passwords are salted", async () => {
  expect(await hashPassword("secret")).toMatch(/^scrypt:/);
  expect(await hashPassword("secret")).not.toBe(await hashPassword("secret"));
});
