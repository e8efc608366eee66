import { join } from "node:path";
import { DatabaseSync as Database } from "node:sqlite";
import { expect, test } from "vitest";
import type { InvitationsDriver } from "../../harness/scenario/model/index.ts";
import { readInvitations } from "../../harness/sp/invitations.ts";
import { open } from "./drivers/contract.ts";
import { httpDriver, PLACE, sqlDriver } from "./support/target.ts";
import { failure, folder, later, serve } from "./support/world.ts";

const driverOf = (reader: InvitationsDriver["reader"], words?: readonly string[]): InvitationsDriver => ({
  reader,
  ...(words === undefined ? {} : { open: words }),
  place: PLACE,
});

test("of a table: what has the word for it is open, and any other is not", async () => {
  const dir = folder();
  const database = new Database(join(dir, "sp.db"));
  database.exec("create table invite (id integer primary key, email text, used text)");
  database.exec("insert into invite values (1, 'ada@acme.test', null), (2, 'bob@acme.test', 'yes')");
  database.close();
  const map = { id: "id", email: "email", state: "used" };
  const driver = sqlDriver({ database: "sqlite:sp.db", query: "select * from invite", map, shows: "invitations" });
  const reader = open({ dir, base_url: "http://localhost:1" }, driver);
  later(() => reader.close());
  expect(await readInvitations(reader, driverOf(driver, [""]), "x")).toEqual([
    { email: "ada@acme.test", open: true },
    { email: "bob@acme.test", open: false },
  ]);
});

test("of an API that lists those alone that are open", async () => {
  const base_url = await serve((_, res) => res.end(JSON.stringify([{ id: 1, email: "ada@acme.test" }])));
  const map = { id: "$.id", email: "$.email" };
  const driver = httpDriver({ request: { method: "GET", target: "/i" }, each: "$[*]", map, shows: "invitations" });
  const reader = open({ dir: "/tmp", base_url }, driver);
  expect(await readInvitations(reader, driverOf(driver), "x")).toEqual([{ email: "ada@acme.test", open: true }]);
});

test("what cannot be read is told as such", async () => {
  const base_url = await serve((_, res) => res.writeHead(500).end());
  const driver = httpDriver({ map: { id: "$.id", email: "$.email" }, shows: "invitations" });
  const reader = open({ dir: "/tmp", base_url }, driver);
  expect(await failure(readInvitations(reader, driverOf(driver), "x"))).toMatchObject({
    code: "ERR_OBSERVE",
    message: expect.stringMatching(/^the invitations cannot be read: http/) as string,
  });
});
