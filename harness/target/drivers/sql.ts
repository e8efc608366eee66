import type { Database, Statement } from "better-sqlite3";
import { stat } from "node:fs/promises";
import { JitterbugError } from "../../errors.ts";
import { ACCOUNT_FIELDS, type SqlAccountsDriver } from "../../scenario/model/index.ts";
import type { AccountsReader } from "../port.ts";
import { DatabaseProblem, openSqlite, sqlitePath, whenUnlocked } from "../sqlite.ts";
import { joinRows, partsOf, type RawRow } from "./collect.ts";
import { observeError, type DriverContext } from "./context.ts";
import { plainValue } from "./sql-value.ts";

interface Opened {
  readonly database: Database;
  readonly statement: Statement<[{ readonly ns: string }], Record<string, unknown>>;
  /** Account field -> column. */
  readonly columns: { readonly [field: string]: string };
  /** The file's inode: an SP that makes its database anew leaves an open handle on the old one. */
  readonly inode: number;
}

/** Reads accounts from the SP's own database, with a connection that cannot write. */
export function sqlReader(driver: SqlAccountsDriver, context: DriverContext): AccountsReader {
  const fail = (problem: string, hint?: string, cause?: unknown) => observeError(context, driver, problem, hint, cause);
  let opened: Opened | null = null;

  function close() {
    opened?.database.close();
    opened = null;
  }

  async function open(): Promise<Opened> {
    const file = sqlitePath(driver.database, context.dir);
    const inode = (await stat(file).catch(() => null))?.ino ?? -1;
    if (opened !== null && opened.inode === inode) return opened;
    close();
    const database = await openSqlite(file, { readonly: true });
    try {
      const statement = await whenUnlocked(() =>
        database.prepare<[{ ns: string }], Record<string, unknown>>(driver.query),
      );
      if (!statement.reader || !statement.readonly)
        throw new DatabaseProblem("has a query that does not only read", "observation never writes: write a select");
      statement.safeIntegers(true);
      opened = { database, statement, columns: columnsOf(statement.columns().map(({ name }) => name)), inode };
      return opened;
    } catch (error) {
      database.close();
      throw error;
    }
  }

  function columnsOf(names: readonly string[]): { readonly [field: string]: string } {
    const mapped = Object.keys(driver.map).length > 0 ? driver.map : byName(names);
    const collected = Object.entries(driver.collect).flatMap(([field, columns]) =>
      Object.entries(partsOf(columns)).map(
        ([part, column]) => [part === "" ? field : `${field}.${part}`, column] as const,
      ),
    );
    for (const [field, column] of [...Object.entries(mapped), ...collected]) {
      if (!names.includes(column))
        throw new DatabaseProblem(
          `maps ${field} to the column ${column}, which the query has not`,
          `its columns: ${names.join(", ")}`,
        );
    }
    if (mapped["id"] === undefined)
      throw new DatabaseProblem("shows no id", "select the account's key `as id`, or name its column in map.id");
    return mapped;
  }

  return {
    name: context.name,
    async read(ns) {
      try {
        const { statement, columns } = await open();
        const rows = await whenUnlocked(() => statement.all({ ns }));
        return joinRows(
          rows.map((row) => rowOf(row, columns, driver)),
          Object.keys(driver.collect),
          (id, field) => {
            throw fail(
              `shows account ${id} more than once, with a different ${field}`,
              "where the rows are parts of one list, name the field in collect",
            );
          },
        );
      } catch (error) {
        if (error instanceof JitterbugError) throw error;
        if (error instanceof DatabaseProblem) throw fail(error.message, error.hint, error);
        throw fail(`failed: ${error instanceof Error ? error.message : String(error)}`, undefined, error);
      }
    },
    close() {
      close();
      return Promise.resolve();
    },
  };
}

/** Without a map a column that is named as a field is that field. */
function byName(names: readonly string[]): { readonly [field: string]: string } {
  const fields: readonly string[] = ACCOUNT_FIELDS;
  return Object.fromEntries(
    names.filter((name) => fields.includes(name) || name.startsWith("attributes.")).map((name) => [name, name]),
  );
}

function rowOf(
  row: { readonly [column: string]: unknown },
  columns: { readonly [field: string]: string },
  driver: SqlAccountsDriver,
): RawRow {
  const value = (column: string) => plainValue(row[column]);
  if (value(columns["id"] ?? "") === null)
    throw new DatabaseProblem("shows a row whose id is null", "leave out what belongs to no account");
  const fields = Object.entries(columns)
    .filter(([field]) => !(field in driver.collect))
    .map(([field, column]) => [field, value(column)] as const);
  const parts = Object.entries(driver.collect).map(([field, named]) => {
    return [
      field,
      Object.fromEntries(Object.entries(partsOf(named)).map(([part, column]) => [part, [value(column)]])),
    ] as const;
  });
  return { fields: Object.fromEntries(fields), parts: Object.fromEntries(parts) };
}
