import { existsSync, readFileSync } from "node:fs";
import type { IncomingMessage } from "node:http";
import { join } from "node:path";
import { DatabaseSync as Database } from "node:sqlite";
import { describe, expect, test, vi } from "vitest";
import type { Seed, SeededAccount } from "../../../harness/scenario/model/index.ts";
import { createSp } from "../../../harness/sp/index.ts";
import type { Sp } from "../../../harness/sp/port.ts";
import { descendantsOf } from "../../faults/processes.ts";
import { httpDriver, PLACE, sessionOf, sqlDriver, targetOf } from "../support/target.ts";
import { bodyOf, failure, folder, json, later, serve } from "../support/world.ts";

const context = { ns: "n1", organization: "acme", connection: "acme-oidc" };
const ada: SeededAccount = {
  name: "ada",
  email: "o'n1@sp.test",
  email_verified: false,
  roles: ["admin"],
  identities: [{ subject: "n1-ada" }],
  place: PLACE,
};
const call = (target: string, more = {}) => ({
  kind: "http" as const,
  request: { method: "POST" as const, target },
  headers: {},
  place: PLACE,
  ...more,
});

/** An SP with an API over a list, and a log of what was asked of it. */
async function apiSp(seed: Seed) {
  const users: { id: number; email?: string }[] = [{ id: 1, email: "old-n1@sp.test" }];
  const asked: { line: string; type: string | undefined; body: string }[] = [];
  const base_url = await serve(async (req: IncomingMessage, res) => {
    if (req.method === "GET") return json(res, users);
    const body = await bodyOf(req);
    asked.push({ line: `${req.method} ${req.url}`, type: req.headers["content-type"], body });
    if (req.url === "/refuse") return json(res, { error: "email is taken" }, 409);
    if (req.url?.startsWith("/users") === true) users.push({ id: users.length + 1, email: ada.email as string });
    json(res, { user: { id: users.length } }, 201);
  });
  const target = targetOf({ base_url, observe: { session: sessionOf(), accounts: [httpDriver()], settle: 0 }, seed });
  const sp = createSp({ target, variables: { "connections.acme-oidc.issuer": "https://idp.test/acme" } });
  later(() => sp.close());
  return { sp, asked };
}

describe("seed by http", () => {
  const body = {
    mail: "{{email}}",
    verified: "{{email_verified}}",
    password: "{{password}}",
    iss: "{{issuer}}",
    sub: "{{subject}}",
    roles: "{{roles}}",
    in: "{{organization}}/{{ns}}",
  };

  test("sends what the account has, leaves out what it has not, and takes the id from the answer", async () => {
    const { sp, asked } = await apiSp({ account: call("/users", { json: body, id: "$.user.id" }) });
    expect(await sp.seed(ada, context)).toBe("2");
    expect(JSON.parse(asked[0]?.body ?? "")).toEqual({
      mail: "o'n1@sp.test",
      verified: false,
      iss: "https://idp.test/acme",
      sub: "n1-ada",
      roles: ["admin"],
      in: "acme/n1",
    });
  });

  test("finds the new account among the old where the answer does not tell", async () => {
    const { sp, asked } = await apiSp({
      account: call("/users", { form: { email: "{{email}}", password: "{{password}}" } }),
    });
    expect(await sp.seed(ada, context)).toBe("2");
    expect(asked[0]).toMatchObject({ type: "application/x-www-form-urlencoded", body: "email=o%27n1%40sp.test" });
  });

  test("says so where no account came of it", async () => {
    const { sp } = await apiSp({ account: call("/ignored") });
    expect((await failure(sp.seed(ada, context))).message).toContain("no new account");
  });

  test("grants, deactivates, ages, edits and removes by id, which stays one part of the path, and by what the account shows", async () => {
    const { sp, asked } = await apiSp({
      grant: call("/grant/{{id}}", { json: { role: "{{role}}" } }),
      deactivate: call("/off?who={{account}}"),
      age: call("/older/{{id}}", { json: { by: "{{seconds}}", role: "{{role}}" } }),
      edit: call("/name/{{id}}", { json: { first: "{{given_name}}", last: "{{family_name}}" } }),
      remove: call("/gone/{{email}}"),
    });
    await sp.grant("../a b", "admin", context);
    await sp.deactivate("1&x=2", context);
    await sp.age("1", 600, context);
    await sp.edit("1", { given_name: "Gus" }, context);
    await sp.remove("1", context);
    expect(asked.map(({ line }) => line)).toEqual([
      "POST /grant/..%2Fa%20b",
      "POST /off?who=1%26x%3D2",
      "POST /older/1",
      "POST /name/1",
      "POST /gone/old-n1%40sp.test",
    ]);
    expect(asked[0]?.body).toBe('{"role":"admin"}');
    expect(asked[2]?.body).toBe('{"by":600}');
    expect(asked[3]?.body).toBe('{"first":"Gus"}');
  });

  test("is let in by a login, whose refusal is told", async () => {
    const login = (target: string) => ({
      auth: { kind: "login", request: { method: "POST", target }, headers: {}, form: { password: "p4ss" } } as const,
    });
    const { sp } = await apiSp({
      account: call("/users", { ...login("/refuse"), id: "$.user.id" }),
      remove: call("/gone", login("/users")),
    });
    const error = await failure(sp.seed(ada, context));
    expect(error.code).toBe("ERR_SEED");
    expect(error.message).toContain("seed.account (jitterbug.yaml:7) was not let in: POST /refuse answered HTTP 409");
    expect((await failure(sp.remove("1", context))).message).toContain(
      "POST /users answered HTTP 201 and set no cookie",
    );
  });

  test("invites, and tells the link where the call says how to find it", async () => {
    const invitation = { name: "hers", email: "a&b@sp.test", roles: ["admin"], place: PLACE };
    const json = { to: "{{email}}", role: "{{role}}", roles: "{{roles}}", at: "{{organization}}", who: "{{username}}" };
    const { sp, asked } = await apiSp({ invite: call("/users", { json, link: "$.user.id" }) });
    expect(await sp.invite(invitation, context)).toBe("2");
    expect(JSON.parse(asked[0]?.body ?? "")).toEqual({
      to: "a&b@sp.test",
      role: "admin",
      roles: ["admin"],
      at: "acme",
    });
    const untold = await apiSp({ invite: call("/users") });
    expect(await untold.sp.invite(invitation, context)).toBeNull();
    const wrong = await apiSp({ invite: call("/users", { link: "$.link" }) });
    expect((await failure(wrong.sp.invite(invitation, context))).message).toContain(
      "seed.invite (jitterbug.yaml:7) answered without a link: $.link finds none in",
    );
  });

  test("takes the answers for good that the call names", async () => {
    const { sp } = await apiSp({ remove: call("/refuse", { ok: [404, 409] }) });
    await sp.remove("1", context);
  });

  test("tells of a refusal, a template of nothing, and a call that the file has not", async () => {
    const { sp } = await apiSp({ account: call("/refuse", { id: "$.id" }), remove: call("/gone/{{shoe_size}}") });
    const refusal = await failure(sp.seed(ada, context));
    expect(refusal.code).toBe("ERR_SEED");
    expect(refusal.message).toBe(
      'seed.account (jitterbug.yaml:7) was refused: POST /refuse answered HTTP 409: {"error":"email is taken"}',
    );
    expect((await failure(sp.remove("1", context))).message).toContain("{{shoe_size}} is not known here");
    expect((await failure(sp.deactivate("1", context))).message).toContain("no seed.deactivate");
  });
});

function sqlSp(seed: Seed): { sp: Sp; database: Database } {
  const dir = folder();
  const database = new Database(join(dir, "sp.db"));
  later(() => database.close());
  database.exec(
    "create table users (id integer primary key, email text unique, verified integer, password text); create table links (user_id integer, iss text, sub text not null);",
  );
  const sp = createSp({
    target: targetOf({ dir, observe: { session: sessionOf(), accounts: [sqlDriver({})], settle: 0 }, seed }),
    variables: {},
  });
  later(() => sp.close());
  return { sp, database };
}
const sql = (statements: readonly string[], id?: string) => ({
  kind: "sql" as const,
  database: "sqlite:sp.db",
  statements,
  place: PLACE,
  ...(id === undefined ? {} : { id }),
});

describe("seed by sql", () => {
  const USER = "insert into users (email, verified, password) values (:email, :email_verified, :password) returning id";

  test("binds values, hands returned columns on, and takes the id from them", async () => {
    const { sp, database } = sqlSp({ account: sql([USER, "insert into links values (:id, :issuer, :subject)"], "id") });
    expect(await sp.seed({ ...ada, email: "n1'); drop table users; --" }, context)).toBe("1");
    expect(database.prepare("select * from users").all()).toEqual([
      { id: 1, email: "n1'); drop table users; --", verified: 0, password: null },
    ]);
    expect(database.prepare("select * from links").all()).toEqual([{ user_id: 1, iss: null, sub: "n1-ada" }]);
  });

  test("writes all or nothing", async () => {
    const { sp, database } = sqlSp({ account: sql([USER, "insert into links values (:id, :issuer, :subject)"], "id") });
    const error = await failure(sp.seed({ name: "x", email: "n1@sp.test", place: PLACE }, context));
    expect(error.code).toBe("ERR_SEED");
    expect(error.message).toContain("NOT NULL constraint failed: links.sub");
    expect(database.prepare("select * from users").all()).toEqual([]);
  });

  test("waits for the SP's lock, and finds the new account by itself", async () => {
    const { sp, database } = sqlSp({
      account: sql([USER.replace(" returning id", "")]),
      remove: sql(["delete from users where id = :id"]),
    });
    database.exec("begin immediate");
    const seeding = sp.seed(ada, context);
    setTimeout(() => database.exec("commit"), 100);
    const id = await seeding;
    await sp.remove(id, context);
    expect((await sp.snapshot("n1")).accounts).toEqual([]);
  });

  test.runIf(existsSync("/proc/self/stat"))(
    "one process writes all that is written, and ends with the SP",
    async () => {
      const running = () => descendantsOf(process.pid).map(({ pid, born }) => `${pid} ${born}`);
      const before = running();
      const { sp } = sqlSp({ account: sql([USER], "id"), remove: sql(["delete from users where id = :id"]) });
      const id = await sp.seed(ada, context);
      const first = running();
      expect(first.length).toBeGreaterThan(before.length);
      await sp.remove(id, context);
      await sp.seed(ada, context);
      expect(running()).toEqual(first);
      await sp.close();
      await vi.waitFor(() => expect(running()).toEqual(before));
    },
  );

  test("refuses a parameter of nothing", async () => {
    const { sp } = sqlSp({ account: sql(["insert into users (email) values (:mail)"]) });
    expect((await failure(sp.seed(ada, context))).message).toMatch(/parameter "mail"/i);
  });
});

describe("seed by exec", () => {
  test("passes each value as one word, and reads the id from what is printed", async () => {
    const dir = folder();
    const code =
      'require("node:fs").writeFileSync("words", JSON.stringify(process.argv.slice(1))); console.log(JSON.stringify({ id: 5 }))';
    const account = {
      kind: "exec" as const,
      command: [process.execPath, "-e", code, "--", "{{email}}", "{{password}}", "{{roles}}"],
      id: "$.id",
      place: PLACE,
    };
    const sp = createSp({ target: targetOf({ dir, seed: { account } }), variables: {} });
    expect(await sp.seed({ ...ada, email: "a b; rm -rf $HOME" }, context)).toBe("5");
    expect(JSON.parse(readFileSync(join(dir, "words"), "utf8"))).toEqual(["a b; rm -rf $HOME", "", '["admin"]']);
  });
});
