import { createHash } from "node:crypto";
import type { Db } from "./database.ts";

/** Passwords that are tried in vain before whoever tries has to wait, and for how long they count. */
const MOST = 10;
const WINDOW_MS = 15 * 60_000;

/**
 * Counts passwords that were tried in vain, by the address that was typed, whether anybody has it or not: guessing at
 * one account ends, and tells nobody whether it exists. In the database, so that several processes count together. An
 * attempt counts before its password is looked at, so that a hundred at once are a hundred; the right one ends the
 * count. (Whoever fails on purpose closes the password door of that address for a while, and no other door.)
 */
export class Attempts {
  readonly #db: Db;
  readonly #now: () => number;

  constructor(db: Db, now: () => number = Date.now) {
    this.#db = db;
    this.#now = now;
  }

  /** Seconds until `whose` may be tried again; 0: it may be tried now, and that is counted. */
  begin(whose: string): number {
    const now = this.#now();
    const key = digest(whose);
    this.#db.prepare("DELETE FROM password_attempts WHERE at <= ?").run(now - WINDOW_MS);
    const row = this.#db
      .prepare<[string, number], { at: number }>(
        "SELECT at FROM password_attempts WHERE whose = ? ORDER BY at DESC LIMIT 1 OFFSET ?",
      )
      .get(key, MOST - 1);
    if (row !== undefined) return Math.max(1, Math.ceil((row.at + WINDOW_MS - now) / 1000));
    this.#db.prepare("INSERT INTO password_attempts (whose, at) VALUES (?, ?)").run(key, now);
    return 0;
  }

  succeeded(whose: string): void {
    this.#db.prepare("DELETE FROM password_attempts WHERE whose = ?").run(digest(whose));
  }
}

/** What people type into the wrong field is now and then their password. */
function digest(whose: string): string {
  return createHash("sha256").update(whose.trim().toLowerCase()).digest("base64url");
}
