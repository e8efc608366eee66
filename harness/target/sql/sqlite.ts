import type { Database, Statement } from "better-sqlite3";
import { stat } from "node:fs/promises";
import { isAbsolute, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { required } from "./package.ts";
import {
  DatabaseProblem,
  lockedProblem,
  SEVERAL,
  WRITES,
  type SqlDatabase,
  type SqlParameters,
  type SqlResult,
  type SqlRow,
  type SqlWaits,
} from "./port.ts";
import { bindStatement } from "./statement.ts";
import { plainValue } from "./value.ts";

interface Reading {
  readonly database: Database;
  readonly statements: Map<string, Statement<unknown[], SqlRow>>;
  /** The file's inode: an SP that makes its database anew leaves an open handle on the old one. */
  readonly inode: number;
}

/** The file of `sqlite:PATH`, by the library better-sqlite3. SQLite has no booleans and no lists: 0 and 1, and JSON text. */
export function openSqlite(address: string, dir: string, waits: SqlWaits): SqlDatabase {
  const path = address.replace(/^sqlite:(?:\/\/)?/i, "");
  const file = isAbsolute(path) ? path : join(dir, path);
  let reading: Reading | null = null;

  function close() {
    reading?.database.close();
    reading = null;
  }

  async function reader(): Promise<Reading> {
    const inode = (await stat(file).catch(() => null))?.ino ?? -1;
    if (reading?.inode === inode) return reading;
    close();
    const database = await connect(file, true);
    // Another read may have opened it meanwhile.
    close();
    reading = { database, statements: new Map(), inode };
    return reading;
  }

  async function read(query: string, parameters: SqlParameters): Promise<SqlResult> {
    const { database, statements } = await reader();
    const { text, values } = bound(query, parameters);
    const statement =
      statements.get(text) ?? (await whenUnlocked(waits, () => database.prepare<unknown[], SqlRow>(text)));
    if (!statement.reader || !statement.readonly) throw new DatabaseProblem(WRITES.message, WRITES.hint);
    statements.set(text, statement.safeIntegers(true));
    const rows = await whenUnlocked(waits, () => statement.all(...values));
    return { columns: statement.columns().map(({ name }) => name), rows: rows.map(plainRow) };
  }

  async function write(statements: readonly string[], parameters: SqlParameters): Promise<SqlRow> {
    const database = await connect(file, false);
    try {
      return await whenUnlocked(waits, () => writeAll(database, statements, parameters));
    } finally {
      database.close();
    }
  }

  return {
    read: (query, parameters) => told(read(query, parameters)),
    write: (statements, parameters) => told(write(statements, parameters)),
    close() {
      close();
      return Promise.resolve();
    },
  };
}

/** What the statements returned, by column. `immediate`: the lock is taken before anything is written. */
function writeAll(database: Database, statements: readonly string[], parameters: SqlParameters): SqlRow {
  const returned: Record<string, unknown> = {};
  const all = database.transaction(() => {
    for (const sql of statements) {
      const { text, values } = bound(sql, { ...parameters, ...returned });
      const statement = database.prepare<unknown[], SqlRow>(text);
      if (statement.reader) Object.assign(returned, plainRow(statement.safeIntegers(true).get(...values) ?? {}));
      else statement.run(...values);
    }
  });
  all.immediate();
  return returned;
}

function bound(sql: string, parameters: SqlParameters) {
  const { text, values } = bindStatement(sql, parameters, "sqlite", () => "?");
  return { text, values: values.map(parameter) };
}

function parameter(value: unknown): unknown {
  if (value === undefined || value === null) return null;
  if (typeof value === "boolean") return value ? 1 : 0;
  return typeof value === "object" ? JSON.stringify(value) : value;
}

function plainRow(row: SqlRow): SqlRow {
  return Object.fromEntries(Object.entries(row).map(([column, value]) => [column, plainValue(value)]));
}

/**
 * Opens a database file. better-sqlite3's own waiting for locks would block the whole process, and with it the mock
 * IdP that the SP holding the lock may be waiting for: it is switched off, `whenUnlocked` waits instead.
 */
async function connect(file: string, readonly: boolean): Promise<Database> {
  if ((await stat(file).catch(() => null))?.isFile() !== true) {
    throw new DatabaseProblem(`finds no database file at ${file}`, "the path starts from the target file's folder");
  }
  const { default: Sqlite } = await required("better-sqlite3", () => import("better-sqlite3"));
  return new Sqlite(file, { readonly, fileMustExist: true, timeout: 0 });
}

/** Does the work, again and again while another connection holds a lock. Throws DatabaseProblem when it never lets go. */
async function whenUnlocked<T>(waits: SqlWaits, work: () => T): Promise<T> {
  const deadline = Date.now() + waits.lock * 1_000;
  for (let wait = 10; ; wait = Math.min(wait * 2, 200)) {
    try {
      return work();
    } catch (error) {
      if (!/^SQLITE_(BUSY|LOCKED)/.test(codeOf(error))) throw error;
      if (Date.now() + wait > deadline) throw lockedProblem("the database", waits, error);
      await pause(wait);
    }
  }
}

function codeOf(error: unknown): string {
  const code = (error as { readonly code?: unknown } | null)?.code;
  return typeof code === "string" ? code : "";
}

/** better-sqlite3 throws its own class for SQL, and plain ones for a text of two statements and values that fit none. */
async function told<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const fromSql = error instanceof RangeError || error instanceof TypeError || codeOf(error).startsWith("SQLITE_");
    if (error instanceof RangeError && /more than one statement/.test(error.message))
      throw new DatabaseProblem(SEVERAL.message, SEVERAL.hint, error);
    if (fromSql)
      throw new DatabaseProblem(
        `failed: ${error instanceof Error ? error.message : "for no reason"}`,
        undefined,
        error,
      );
    throw error;
  }
}
