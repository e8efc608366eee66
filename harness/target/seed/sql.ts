import type { Database } from "better-sqlite3";
import type { Json, SeedCall } from "../../scenario/model/index.ts";
import { plainValue } from "../drivers/sql-value.ts";
import { DatabaseProblem, openSqlite, sqlitePath, whenUnlocked } from "../sqlite.ts";
import { SeedRefused, type SeedTools } from "./call.ts";
import type { SeedValues } from "./values.ts";

type SqlCall = Extract<SeedCall, { kind: "sql" }>;
type Parameters = Record<string, unknown>;

/**
 * Writes into the SP's database in one transaction. Values are bound where `:name` stands, never pasted. The columns
 * that a statement returns (`returning id`) can be bound by those after it; `id` names the column of the account's id.
 * Throws SeedRefused.
 */
export async function seedBySql(call: SqlCall, values: SeedValues, tools: SeedTools): Promise<string | null> {
  try {
    const database = await openSqlite(sqlitePath(call.database, tools.dir), { readonly: false });
    try {
      const told = await whenUnlocked(() => write(database, call.statements, parametersOf(values)));
      return idFrom(call, told);
    } finally {
      database.close();
    }
  } catch (error) {
    if (error instanceof DatabaseProblem) throw new SeedRefused(error.message, error.hint, error);
    if (isSqlError(error)) throw new SeedRefused(`failed: ${error.message}`, undefined, error);
    throw error;
  }
}

/** What the statements returned, by column. `immediate`: the lock is taken before anything is written. */
function write(database: Database, statements: readonly string[], values: Parameters): Parameters {
  const told: Parameters = {};
  const all = database.transaction(() => {
    for (const text of statements) {
      const statement = database.prepare<[Parameters], Parameters>(text);
      const parameters = { ...values, ...told };
      if (statement.reader) Object.assign(told, statement.safeIntegers(true).get(parameters));
      else statement.run(parameters);
    }
  });
  all.immediate();
  return told;
}

function idFrom(call: SqlCall, told: Parameters): string | null {
  if (call.id === undefined) return null;
  const id = plainValue(told[call.id]);
  if (typeof id === "string" || typeof id === "number") return String(id);
  throw new SeedRefused(`returned no column ${call.id}`, `end the insert with: returning ... as ${call.id}`);
}

/** SQLite has no booleans and no lists: 0 and 1, and JSON text; what the account has not is null. */
function parametersOf(values: SeedValues): Parameters {
  const names = ["id", "account", ...Object.keys(values)];
  return Object.fromEntries(names.map((name) => [name, parameter(values[name])]));
}

function parameter(value: Json | undefined): unknown {
  if (value === undefined || value === null) return null;
  if (typeof value === "boolean") return value ? 1 : 0;
  return typeof value === "object" ? JSON.stringify(value) : value;
}

/** better-sqlite3 throws its own class for SQL, and plain ones for parameters that are missing. */
function isSqlError(error: unknown): error is Error {
  return (
    error instanceof RangeError ||
    error instanceof TypeError ||
    (error instanceof Error && error.name === "SqliteError")
  );
}
