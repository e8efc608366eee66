import type SqliteDriver from "better-sqlite3";
import type { Database } from "better-sqlite3";
import { stat } from "node:fs/promises";
import { isAbsolute, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { JitterbugError } from "../errors.ts";

/** How long another connection's lock is waited for. Longer than a sign-in, shorter than a person's patience. */
const LOCK_WAIT_MS = 5_000;

/** The database cannot be used; the message completes `NAME (file:line) ...`. */
export class DatabaseProblem extends Error {
  readonly hint: string | undefined;
  constructor(message: string, hint?: string, cause?: unknown) {
    super(message, { cause });
    this.hint = hint;
  }
}

/** The file of `sqlite:PATH`; a relative path starts from the target file's folder. Throws DatabaseProblem for other databases. */
export function sqlitePath(database: string, dir: string): string {
  const path = /^sqlite:(?:\/\/)?(.+)$/.exec(database)?.[1];
  if (path !== undefined) return isAbsolute(path) ? path : join(dir, path);
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(database)?.[1];
  throw new DatabaseProblem(
    scheme === undefined ? "names no kind of database" : `is a ${scheme}: database, and only sqlite: is supported yet`,
    "write sqlite:PATH, or use exec with the database's own client",
  );
}

/**
 * Opens a database file. better-sqlite3's own waiting for locks would block the whole process, and with it the mock
 * IdP that the SP holding the lock may be waiting for: it is switched off, `whenUnlocked` waits instead.
 */
export async function openSqlite(file: string, { readonly }: { readonly readonly: boolean }): Promise<Database> {
  if ((await stat(file).catch(() => null))?.isFile() !== true) {
    throw new DatabaseProblem(`finds no database file at ${file}`, "the path starts from the target file's folder");
  }
  const Sqlite = await driver();
  return new Sqlite(file, { readonly, fileMustExist: true, timeout: 0 });
}

/** Does the work, again and again while another connection holds a lock. Throws DatabaseProblem when it never lets go. */
export async function whenUnlocked<T>(work: () => T): Promise<T> {
  const deadline = Date.now() + LOCK_WAIT_MS;
  for (let wait = 10; ; wait = Math.min(wait * 2, 200)) {
    try {
      return work();
    } catch (error) {
      if (!isLock(error)) throw error;
      if (Date.now() + wait > deadline) {
        throw new DatabaseProblem(
          `waited ${LOCK_WAIT_MS / 1000} s: the database is locked`,
          "something holds a write transaction open: the SP, or a database shell",
          error,
        );
      }
      await pause(wait);
    }
  }
}

function isLock(error: unknown): boolean {
  const code = (error as { readonly code?: unknown } | null)?.code;
  return typeof code === "string" && /^SQLITE_(BUSY|LOCKED)/.test(code);
}

async function driver(): Promise<typeof SqliteDriver> {
  try {
    const { default: Sqlite } = await import("better-sqlite3");
    return Sqlite;
  } catch (error) {
    throw new JitterbugError(
      "ERR_MISSING_PACKAGE",
      "the sql driver needs the package better-sqlite3, which is not installed",
      {
        hint: "npm install --save-dev better-sqlite3",
        cause: error,
      },
    );
  }
}
