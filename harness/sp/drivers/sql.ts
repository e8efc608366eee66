import { observeError, type AccountsReader } from "../../accounts/index.ts";
import { own } from "../../own.ts";
import { JitterbugError, messageOf } from "../../errors.ts";
import { ACCOUNT_FIELDS, WHOLE_ROW, type SqlAccountsDriver } from "../../scenario/model/index.ts";
import { openDatabase } from "../sql/open.ts";
import { DatabaseProblem, type SqlDatabase, type SqlRow } from "../sql/port.ts";
import { AccountRows, partsOf, type RawRow } from "./collect.ts";
import type { DriverContext } from "./context.ts";

/** Account field -> column. */
type Columns = { readonly [field: string]: string };

/** Reads accounts from the SP's own database, in a transaction that cannot write. */
export function sqlReader(driver: SqlAccountsDriver, context: DriverContext): AccountsReader {
  const fail = (problem: string, hint?: string, cause?: unknown) =>
    observeError({ name: context.name, driver }, problem, hint, cause);
  /** As the last answer had them. */
  let mapped: Columns = {};
  const accounts = new AccountRows<SqlRow>(
    Object.keys(driver.collect),
    {
      id(row) {
        const id = own(row, mapped["id"] ?? "");
        if (id === null) throw nullId();
        return id;
      },
      whole: (row) => rowOf(row, mapped, driver),
    },
    fail,
    joins(driver.query),
  );
  let database: SqlDatabase | null = null;

  async function told<T>(ns: string, read: (rows: readonly SqlRow[]) => T): Promise<T> {
    try {
      database ??= openDatabase(driver.database, {
        dir: context.dir,
        waits: context.limits,
        requireAllowed: (url) => context.client.requireAllowed(url),
        reach: context.client.reach,
      });
      const { columns, rows } = await database.read(driver.query, { ns });
      mapped = columnsOf(driver, columns);
      return read(rows);
    } catch (error) {
      if (error instanceof JitterbugError) throw error;
      if (error instanceof DatabaseProblem) throw fail(error.message, error.hint, error);
      throw fail(`failed: ${messageOf(error)}`, undefined, error);
    }
  }

  return {
    name: context.name,
    driver,
    read: (ns) => told(ns, (rows) => accounts.read(rows)),
    look: (ns) => told(ns, (rows) => accounts.look(rows, ns)),
    // A column that the query has not is an error already.
    blanks: () => [],
    async close() {
      const closing = database;
      database = null;
      await closing?.close();
    },
  };
}

/** Whether a query may show one account in several rows by itself: it joins tables, or results. */
function joins(query: string): boolean {
  const plain = query.replace(/'[^']*'|--.*|\/\*[^]*?\*\//g, " ");
  if (/\b(?:join|union|unnest|json_each|json_array_elements|jsonb_array_elements|lateral)\b/i.test(plain)) return true;
  let flat = plain;
  for (let before = ""; before !== flat;) [before, flat] = [flat, flat.replace(/\([^()]*\)/g, " ")];
  return (
    /\bfrom\b[^]*?(?:\b(?:where|group|having|order|limit|offset|fetch|window)\b|$)/i.exec(flat)?.[0].includes(",") ===
    true
  );
}

function columnsOf(driver: SqlAccountsDriver, names: readonly string[]): Columns {
  if (names.length === 0)
    throw new DatabaseProblem("has a query that shows no columns", "observation reads: write a select");
  const mapped = Object.keys(driver.map).length > 0 ? driver.map : byName(names);
  const collected = Object.entries(driver.collect).flatMap(([field, columns]) =>
    Object.entries(partsOf(columns)).map(
      ([part, column]) => [part === "" ? field : `${field}.${part}`, column] as const,
    ),
  );
  for (const [field, column] of [...Object.entries(mapped), ...collected]) {
    if (column === WHOLE_ROW) continue;
    if (!names.includes(column))
      throw new DatabaseProblem(
        `maps ${field} to the column ${column}, which the query has not`,
        `its columns: ${names.join(", ")}`,
      );
    if (names.indexOf(column) !== names.lastIndexOf(column))
      throw new DatabaseProblem(
        `shows two columns named ${column}, and maps ${field} to it`,
        "select the columns by name, each `as` a name of its own",
      );
  }
  if (mapped["id"] === undefined)
    throw new DatabaseProblem("shows no id", "select the account's key `as id`, or name its column in map.id");
  return mapped;
}

/** Without a map a column that is named as a field is that field. */
function byName(names: readonly string[]): Columns {
  const fields: readonly string[] = ACCOUNT_FIELDS;
  return Object.fromEntries(
    names.filter((name) => fields.includes(name) || name.startsWith("attributes.")).map((name) => [name, name]),
  );
}

function nullId(): DatabaseProblem {
  return new DatabaseProblem("shows a row whose id is null", "leave out what belongs to no account");
}

function rowOf(row: SqlRow, columns: Columns, driver: SqlAccountsDriver): RawRow {
  const value = (column: string) => (column === WHOLE_ROW ? row : own(row, column));
  if (value(columns["id"] ?? "") === null) throw nullId();
  const fields = Object.entries(columns)
    .filter(([field]) => !Object.hasOwn(driver.collect, field))
    .map(([field, column]) => [field, value(column)] as const);
  const parts = Object.entries(driver.collect).map(([field, named]) => {
    return [
      field,
      Object.fromEntries(Object.entries(partsOf(named)).map(([part, column]) => [part, [value(column)]])),
    ] as const;
  });
  return { fields: Object.fromEntries(fields), parts: Object.fromEntries(parts) };
}
