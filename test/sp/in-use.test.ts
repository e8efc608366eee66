import { setImmediate as turn } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { InUse, writesIntoFile } from "../../harness/sp/in-use.ts";
import { PLACE, targetOf } from "./support/target.ts";

/** Work that ends when it is told to, and says that it began. */
function held(log: string[], name: string) {
  let end = () => undefined as void;
  const ended = new Promise<void>((resolve) => (end = resolve));
  const work = async () => {
    log.push(`${name} begins`);
    await ended;
    log.push(`${name} ends`);
  };
  return { work, end };
}

async function settle(): Promise<void> {
  for (let turns = 0; turns < 5; turns++) await turn();
}

describe("an SP whose database file the kit writes into", () => {
  test("is written into while nobody uses it, and used again afterwards", async () => {
    const log: string[] = [];
    const inUse = new InUse();
    const [ada, bob, write, again, carol] = ["ada", "bob", "write", "again", "carol"].map((name) => held(log, name));
    if (!ada || !bob || !write || !again || !carol) throw new Error("five");
    const all = [inUse.use(ada.work), inUse.use(bob.work)];
    await settle();
    expect(log).toEqual(["ada begins", "bob begins"]);
    all.push(inUse.alone(write.work), inUse.use(carol.work), inUse.alone(again.work));
    ada.end();
    await settle();
    expect(log.slice(2)).toEqual(["ada ends"]);
    bob.end();
    await settle();
    expect(log.slice(3)).toEqual(["bob ends", "write begins"]);
    write.end();
    await settle();
    expect(log.slice(5)).toEqual(["write ends", "again begins"]);
    again.end();
    await settle();
    expect(log.slice(7)).toEqual(["again ends", "carol begins"]);
    carol.end();
    await Promise.all(all);
  });

  test("goes on after work that failed", async () => {
    const inUse = new InUse();
    const fail = () => Promise.reject(new Error("no"));
    await expect(inUse.alone(fail)).rejects.toThrow("no");
    await expect(inUse.use(fail)).rejects.toThrow("no");
    await expect(inUse.alone(() => Promise.resolve("done"))).resolves.toBe("done");
    await expect(inUse.use(() => Promise.resolve("done"))).resolves.toBe("done");
  });

  test("is one of SQLite: servers keep their clients apart themselves", () => {
    const seeding = (database: string) =>
      writesIntoFile(
        targetOf({ seed: { remove: { kind: "sql", database, statements: ["delete from users"], place: PLACE } } }),
      );
    expect([seeding("sqlite:./dev.db"), seeding("postgres://a@localhost/b")]).toEqual([true, false]);
    expect(writesIntoFile(targetOf())).toBe(false);
  });
});
