import { randomBytes } from "node:crypto";
import type { Db } from "../accounts/database.ts";

/**
 * Things that may be used once and not for long: a sign-in that was begun (by its state or request ID), a verified
 * SAML response that waits for its browser, an assertion ID that has been seen. In the database, so that several
 * processes share them; taking is one DELETE, so that of two takers one gets it.
 */
export class OneTime {
  readonly #db: Db;
  readonly #now: () => number;

  constructor(db: Db, now: () => number = Date.now) {
    this.#db = db;
    this.#now = now;
  }

  /** False where the key is there already. */
  put(kind: string, key: string, value: unknown, expiresAt: number): boolean {
    this.#db.prepare("DELETE FROM one_time WHERE expires_at <= ?").run(this.#now());
    return (
      this.#db
        .prepare("INSERT OR IGNORE INTO one_time (kind, key, value, expires_at) VALUES (?, ?, ?, ?)")
        .run(kind, key, JSON.stringify(value), expiresAt).changes === 1
    );
  }

  /** The value, at most once; undefined where there is none or its time is over. */
  take(kind: string, key: string): unknown {
    const row = this.#db
      .prepare<[string, string], { value: string; expires_at: number }>(
        "DELETE FROM one_time WHERE kind = ? AND key = ? RETURNING value, expires_at",
      )
      .get(kind, key);
    return row === undefined || row.expires_at <= this.#now() ? undefined : JSON.parse(row.value);
  }
}

/** 256 random bits, fit for an address. */
export function randomKey(): string {
  return randomBytes(32).toString("base64url");
}
