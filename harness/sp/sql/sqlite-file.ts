import { stat } from "node:fs/promises";
import type * as Sqlite from "node:sqlite";
import { setTimeout as pause } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { messageOf } from "../../errors.ts";
import { MOST_CHARACTERS } from "../limit.ts";
import {
  DatabaseDamaged,
  DatabaseProblem,
  lockedProblem,
  WRITES,
  type SqlParameters,
  type SqlResult,
  type SqlRow,
  type SqlWaits,
} from "./port.ts";
import { parameterOf, plainRow, prepareOne, prepareRead } from "./sqlite-statement.ts";
import { bindStatement } from "./statement.ts";
import { tooMuch, Weight } from "./weight.ts";

interface Reading {
  readonly database: Sqlite.DatabaseSync;
  readonly statements: Map<string, Sqlite.StatementSync>;
  /** The file's inode: an SP that makes its database anew leaves an open handle on the old one. */
  readonly inode: number;
}

/** Waiting for a lock costs no time of the statement: whoever counts that is told of it. */
type Waiting = () => void;

/** An SP's SQLite file, as the process reads and writes it that is there for nothing else: see `openSqlite`. */
export class SqliteFile {
  readonly #file: string;
  readonly #waits: SqlWaits;
  #reading: Reading | null = null;

  constructor(file: string, waits: SqlWaits) {
    this.#file = file;
    this.#waits = waits;
  }

  read(query: string, parameters: SqlParameters, waiting: Waiting): Promise<SqlResult> {
    return told(this.#read(query, parameters, waiting));
  }

  write(statements: readonly string[], parameters: SqlParameters, waiting: Waiting): Promise<SqlRow> {
    return told(this.#write(statements, parameters, waiting));
  }

  async #read(query: string, parameters: SqlParameters, waiting: Waiting): Promise<SqlResult> {
    const { database, statements } = await this.#reader();
    const { text, values } = bound(query, parameters);
    const prepare = () => prepareRead(database, text);
    const statement = statements.get(text) ?? (await whenUnlocked(this.#waits, waiting, prepare));
    statements.set(text, statement);
    const rows = await whenUnlocked(this.#waits, waiting, () => rowsOf(statement, values));
    return { columns: statement.columns().map(({ name }) => name), rows };
  }

  async #write(statements: readonly string[], parameters: SqlParameters, waiting: Waiting): Promise<SqlRow> {
    const database = await connect(this.#file, "rw");
    try {
      return await whenUnlocked(this.#waits, waiting, () => writeAll(database, statements, parameters));
    } finally {
      database.close();
    }
  }

  async #reader(): Promise<Reading> {
    const inode = (await stat(this.#file).catch(() => null))?.ino ?? -1;
    if (this.#reading?.inode === inode) return this.#reading;
    this.#reading?.database.close();
    this.#reading = null;
    const database = await connect(this.#file, "ro");
    this.#reading = { database, statements: new Map(), inode };
    return this.#reading;
  }
}

/** One after the other, so that what never ends, or is huge, is not first held as a whole. */
function rowsOf(statement: Sqlite.StatementSync, values: readonly Sqlite.SQLInputValue[]): SqlRow[] {
  const weight = new Weight();
  const rows: SqlRow[] = [];
  for (const found of statement.iterate(...values)) {
    const row = plainRow(found);
    weight.add(row);
    rows.push(row);
  }
  return rows;
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
 * every other read: it is switched off, `whenUnlocked` waits instead.
 */
async function connect(file: string, mode: "ro" | "rw"): Promise<Sqlite.DatabaseSync> {
  if ((await stat(file).catch(() => null))?.isFile() !== true) {
    throw new DatabaseDamaged(`finds no database file at ${file}`, "the path starts from the target file's folder");
  }
  const { DatabaseSync } = await import("node:sqlite");
  const address = pathToFileURL(file);
  address.searchParams.set("mode", mode);
  // A single value may be as large as all may be together. A Node that does not know this limit has SQLite's own, of 1 GB.
  return new DatabaseSync(address, { readOnly: mode === "ro", timeout: 0, limits: { length: MOST_CHARACTERS } });
}

/** Does the work, again and again while another connection holds a lock. Throws DatabaseProblem when it never lets go. */
async function whenUnlocked<T>(waits: SqlWaits, waiting: Waiting, work: () => T): Promise<T> {
  const deadline = Date.now() + waits.lock * 1_000;
  for (let wait = 10; ; wait = Math.min(wait * 2, 200)) {
    try {
      return work();
    } catch (error) {
      const result = resultOf(error);
      if (result !== BUSY && result !== LOCKED) throw error;
      if (Date.now() + wait > deadline) throw lockedProblem("the database", waits, error);
      waiting();
      await pause(wait);
    }
  }
}

/** Result codes (https://sqlite.org/rescode.html). */
const [BUSY, LOCKED, READ_ONLY, IO, CORRUPT, CANNOT_OPEN, TOO_BIG, NO_DATABASE] = [
  5, 6, 8, 10, 11, 14, 18, 26,
] as const;
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
    if (error instanceof DatabaseProblem) throw error;
    const result = resultOf(error);
    if (result === READ_ONLY) throw readOnlyProblem(error);
    if (result === TOO_BIG) throw tooMuch(error);
    const hint = result === NO_DATABASE ? "the file is no SQLite database, or it is encrypted" : undefined;
    const isDamaged = DAMAGED.includes(result) || /no such table/.test(messageOf(error));
    throw new (isDamaged ? DatabaseDamaged : DatabaseProblem)(`failed: ${messageOf(error)}`, hint, error);
  }
}

/** What only reads may still have to mend the file first, where who wrote it ended in the middle: then a code beside it says so. */
function readOnlyProblem(error: unknown): DatabaseProblem {
  const { errcode } = error as { readonly errcode: number };
  if (errcode === READ_ONLY) return new DatabaseProblem(WRITES.message, WRITES.hint, error);
  return new DatabaseProblem(
    `failed: ${messageOf(error)}`,
    "a journal lies beside the file that only a writer can bring to an end: start the SP, or open the file once with sqlite3",
    error,
  );
}
