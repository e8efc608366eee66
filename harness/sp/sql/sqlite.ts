import { stat } from "node:fs/promises";
import type * as Sqlite from "node:sqlite";
import { setTimeout as pause } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { JitterbugError, messageOf } from "../../errors.ts";
import { pathFrom } from "../../paths.ts";
import {
  DatabaseDamaged,
  DatabaseProblem,
  lockedProblem,
  WRITES,
  type SqlDatabase,
  type SqlParameters,
  type SqlResult,
  type SqlRow,
  type SqlWaits,
} from "./port.ts";
import { parameterOf, plainRow, prepareOne, prepareRead } from "./sqlite-statement.ts";
import { bindStatement } from "./statement.ts";

interface Reading {
  readonly database: Sqlite.DatabaseSync;
  readonly statements: Map<string, Sqlite.StatementSync>;
  /** The file's inode: an SP that makes its database anew leaves an open handle on the old one. */
  readonly inode: number;
}

/** The file of `sqlite:PATH`, by Node's own SQLite: nothing is installed for it, beside whatever the SP uses. */
export function openSqlite(address: string, dir: string, waits: SqlWaits): SqlDatabase {
  const path = address.replace(/^sqlite:(?:\/\/)?/i, "");
  const file = pathFrom(dir, path);
  let reading: Reading | null = null;

  function close() {
    reading?.database.close();
    reading = null;
  }

  async function reader(): Promise<Reading> {
    const inode = (await stat(file).catch(() => null))?.ino ?? -1;
    if (reading?.inode === inode) return reading;
    close();
    const database = await connect(file, "ro");
    // Another read may have opened it meanwhile.
    close();
    reading = { database, statements: new Map(), inode };
    return reading;
  }

  async function read(query: string, parameters: SqlParameters): Promise<SqlResult> {
    const { database, statements } = await reader();
    const { text, values } = bound(query, parameters);
    const statement = statements.get(text) ?? (await whenUnlocked(waits, () => prepareRead(database, text)));
    statements.set(text, statement);
    const rows = await whenUnlocked(waits, () => statement.all(...values));
    return { columns: statement.columns().map(({ name }) => name), rows: rows.map(plainRow) };
  }

  async function write(statements: readonly string[], parameters: SqlParameters): Promise<SqlRow> {
    const database = await connect(file, "rw");
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
function writeAll(database: Sqlite.DatabaseSync, statements: readonly string[], parameters: SqlParameters): SqlRow {
  const returned: Record<string, unknown> = {};
  database.exec("begin immediate");
  try {
    for (const sql of statements) {
      const { text, values } = bound(sql, { ...parameters, ...returned });
      Object.assign(returned, plainRow(prepareOne(database, text).get(...values) ?? {}));
    }
    database.exec("commit");
  } finally {
    if (database.isTransaction) database.exec("rollback");
  }
  return returned;
}

function bound(sql: string, parameters: SqlParameters) {
  const { text, values } = bindStatement(sql, parameters, "sqlite", () => "?");
  return { text, values: values.map(parameterOf) };
}

/**
 * Opens a database file, and never makes one. SQLite's own waiting for locks would block the whole process, and with it
 * the mock IdP that the SP holding the lock may be waiting for: it is switched off, `whenUnlocked` waits instead.
 */
async function connect(file: string, mode: "ro" | "rw"): Promise<Sqlite.DatabaseSync> {
  if ((await stat(file).catch(() => null))?.isFile() !== true) {
    throw new DatabaseDamaged(`finds no database file at ${file}`, "the path starts from the target file's folder");
  }
  const { DatabaseSync } = await library();
  const address = pathToFileURL(file);
  address.searchParams.set("mode", mode);
  return new DatabaseSync(address, { readOnly: mode === "ro", timeout: 0 });
}

/** Some distributions build Node without it. Throws ERR_MISSING_PACKAGE. */
async function library(): Promise<typeof Sqlite> {
  try {
    return await import("node:sqlite");
  } catch (error) {
    throw new JitterbugError(
      "ERR_MISSING_PACKAGE",
      "the sql driver needs node:sqlite, which this Node is built without",
      {
        hint: "run jitterbug on a Node from https://nodejs.org, or read the file by exec with the sqlite3 command",
        cause: error,
      },
    );
  }
}

/** Does the work, again and again while another connection holds a lock. Throws DatabaseProblem when it never lets go. */
async function whenUnlocked<T>(waits: SqlWaits, work: () => T): Promise<T> {
  const deadline = Date.now() + waits.lock * 1_000;
  for (let wait = 10; ; wait = Math.min(wait * 2, 200)) {
    try {
      return work();
    } catch (error) {
      const result = resultOf(error);
      if (result !== BUSY && result !== LOCKED) throw error;
      if (Date.now() + wait > deadline) throw lockedProblem("the database", waits, error);
      await pause(wait);
    }
  }
}

/** Result codes (https://sqlite.org/rescode.html). */
const [BUSY, LOCKED, READ_ONLY, IO, CORRUPT, CANNOT_OPEN, NO_DATABASE] = [5, 6, 8, 10, 11, 14, 26] as const;
const DAMAGED: readonly number[] = [IO, CORRUPT, CANNOT_OPEN, NO_DATABASE];

/** The primary result code, which an extended one holds in its lowest byte; 0 for any other error. */
function resultOf(error: unknown): number {
  const { code, errcode } = (error ?? {}) as { readonly code?: unknown; readonly errcode?: unknown };
  return code === "ERR_SQLITE_ERROR" && typeof errcode === "number" ? errcode & 0xff : 0;
}

async function told<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof DatabaseProblem || error instanceof JitterbugError) throw error;
    const result = resultOf(error);
    if (result === READ_ONLY) throw new DatabaseProblem(WRITES.message, WRITES.hint, error);
    const hint = result === NO_DATABASE ? "the file is no SQLite database, or it is encrypted" : undefined;
    const isDamaged = DAMAGED.includes(result) || /no such table/.test(messageOf(error));
    throw new (isDamaged ? DatabaseDamaged : DatabaseProblem)(`failed: ${messageOf(error)}`, hint, error);
  }
}
