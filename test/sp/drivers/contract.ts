import { describe, expect, test } from "vitest";
import { DEFAULT_WAITS, type AccountsDriver } from "../../../harness/scenario/model/index.ts";
import { openReaders } from "../../../harness/sp/drivers/index.ts";
import type { AccountsReader } from "../../../harness/accounts/index.ts";
import { KitClient } from "../../../harness/sp/request.ts";
import { PLACE } from "../support/target.ts";
import { failure, later } from "../support/world.ts";

/** What a backend is filled with; every kind of driver must show it alike. */
export const STORED = [
  {
    id: "9007199254740993",
    email: "ada@sp.test",
    active: true,
    links: [
      { iss: "https://idp.test", sub: "ada-1" },
      { iss: "https://other.test", sub: "7" },
    ],
    roles: ["admin", "member"],
  },
  { id: "7", email: null, active: false, links: [], roles: [] },
] as const;

export interface Backend {
  /** Shows STORED: id, email, active, roles, and identities by `collect`. */
  readonly driver: AccountsDriver;
  /** Shows no account at all. */
  readonly empty: AccountsDriver;
  /** Tells the namespace that it was read with as the email of its one account, named 1. */
  readonly echo: AccountsDriver;
  /** What it reads is not there: no server, no file, no program. */
  readonly broken: AccountsDriver;
  /** Is there, and shows accounts without an id. */
  readonly nameless: AccountsDriver;
  readonly dir: string;
  readonly base_url: string;
}

/** What every accounts driver must do, whatever it reads. */
export function accountsReaderContract(name: string, prepare: () => Promise<Backend>): void {
  describe(`${name}: the contract of accounts drivers`, () => {
    test("shows every account once, in the driver's own order, with what is empty as null and lists gathered", async () => {
      const backend = await prepare();
      const rows = await open(backend, backend.driver).read("x");
      expect(rows.map((row) => ({ ...row, id: String(row["id"]), active: Boolean(row["active"]) }))).toEqual([
        {
          id: "9007199254740993",
          email: "ada@sp.test",
          active: true,
          roles: ["admin", "member"],
          identities: [
            { issuer: "https://idp.test", subject: "ada-1" },
            { issuer: "https://other.test", subject: "7" },
          ],
        },
        { id: "7", email: null, active: false, roles: [], identities: [] },
      ]);
    });

    test("shows the same again", async () => {
      const backend = await prepare();
      const reader = open(backend, backend.driver);
      expect(await reader.read("x")).toEqual(await reader.read("x"));
    });

    test("a look reads what may be the namespace's, and leaves all others for who asks", async () => {
      const backend = await prepare();
      const reader = open(backend, backend.driver);
      const all = await reader.read("ADA@sp");
      const { rows, others } = await reader.look("ADA@sp");
      expect(rows).toEqual(all.slice(0, 1));
      expect(others.map(({ id }) => id)).toEqual(["7"]);
      expect(others.flatMap((other) => other.rows())).toEqual(all.slice(1));
      const none = await reader.look("n0000000");
      expect(none.rows).toEqual([]);
      expect(none.others.flatMap((other) => other.rows())).toEqual(all);
      const error = await failure(open(backend, backend.nameless).look("n0000000"));
      expect(error.code).toBe("ERR_OBSERVE");
    });

    test("shows nothing where there is nothing", async () => {
      const backend = await prepare();
      expect(await open(backend, backend.empty).read("x")).toEqual([]);
    });

    test("hands the namespace on, whatever stands in it", async () => {
      const backend = await prepare();
      expect(await open(backend, backend.echo).read("n'--1")).toEqual([
        { id: expect.anything() as unknown, email: "n'--1" },
      ]);
    });

    test("tells where in the target file to look when it cannot read", async () => {
      const backend = await prepare();
      for (const driver of [backend.broken, backend.nameless]) {
        const error = await failure(open(backend, driver).read("x"));
        expect(error.code).toBe("ERR_OBSERVE");
        expect(error.message).toContain(`${driver.kind} (${PLACE.file}:${PLACE.line})`);
      }
    });

    test("is closed as often as one likes, read or not", async () => {
      const backend = await prepare();
      const reader = open(backend, backend.driver);
      await reader.close();
      await reader.read("x");
      await reader.close();
      await reader.close();
    });
  });
}

export function open({ dir, base_url }: Pick<Backend, "dir" | "base_url">, driver: AccountsDriver): AccountsReader {
  const [reader] = openReaders([driver], {
    dir,
    base_url,
    client: new KitClient({ allowRemote: [] }),
    environment: process.env,
    limits: DEFAULT_WAITS,
  });
  if (reader === undefined) throw new Error("no reader");
  later(() => reader.close());
  return reader;
}
