import { join } from "node:path";
import { DatabaseSync as Database } from "node:sqlite";
import { expect, test } from "vitest";
import { ENTRY, WHOLE_ROW, type EventsDriver } from "../../harness/scenario/model/index.ts";
import { readEvents } from "../../harness/sp/events.ts";
import { open } from "./drivers/contract.ts";
import { httpDriver, PLACE, sqlDriver } from "./support/target.ts";
import { failure, folder, later, serve } from "./support/world.ts";

const kinds = { created: ["user.created"], updated: ["user.saved"], roles: ["user.saved", "role.given"] };

function driverOf(reader: EventsDriver["reader"]): EventsDriver {
  return { reader, kinds, place: PLACE };
}

test("a log that is a table: fields by column, and the whole row beside them", async () => {
  const dir = folder();
  const database = new Database(join(dir, "sp.db"));
  database.exec("create table log (id integer primary key, what text, who integer, detail text)");
  database.exec("insert into log values (1, 'user.created', 7, null), (2, 'user.saved', 7, 'k3x9q2ab')");
  database.close();
  const map = { id: "id", kind: "what", account: "who", [ENTRY]: WHOLE_ROW };
  const driver = sqlDriver({ database: "sqlite:sp.db", query: "select * from log order by id", map, shows: "events" });
  const reader = open({ dir, base_url: "http://localhost:1" }, driver);
  later(() => reader.close());
  expect(await readEvents(reader, driverOf(driver), "k3x9q2ab")).toEqual([
    {
      id: "1",
      word: "user.created",
      kinds: ["created"],
      account: "7",
      entry: expect.stringContaining('"who"') as string,
    },
    {
      id: "2",
      word: "user.saved",
      kinds: ["updated", "roles"],
      account: "7",
      entry: expect.stringContaining("k3x9q2ab") as string,
    },
  ]);
});

test("a log that an API lists: what is mapped and empty is null, what is not mapped is absent", async () => {
  const log = [{ id: 1, action: "login", user: { id: "" }, extra: { token: "x" } }];
  const base_url = await serve((_, res) => res.end(JSON.stringify({ log })));
  const map = { id: "$.id", kind: "$.action", account: "$.user.id", by: "$.actor", [ENTRY]: "$" };
  const driver = httpDriver({ request: { method: "GET", target: "/log" }, each: "$.log[*]", map, shows: "events" });
  const reader = open({ dir: "/tmp", base_url }, driver);
  expect(await readEvents(reader, driverOf(driver), "x")).toEqual([
    { id: "1", word: "login", kinds: [], account: null, by: null, entry: JSON.stringify(log[0]) },
  ]);
});

test("a log that cannot be read is told as such", async () => {
  const base_url = await serve((_, res) => res.writeHead(500).end());
  const map = { id: "$.id", kind: "$.action", [ENTRY]: "$" };
  const driver = httpDriver({ map, shows: "events" });
  const reader = open({ dir: "/tmp", base_url }, driver);
  expect(await failure(readEvents(reader, driverOf(driver), "x"))).toMatchObject({
    code: "ERR_OBSERVE",
    message: expect.stringMatching(/^the events cannot be read: http/) as string,
  });
});
