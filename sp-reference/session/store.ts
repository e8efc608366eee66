import { Store, type SessionData } from "express-session";
import type { Db } from "../accounts/database.ts";
import type { endsAt } from "./lifetime.ts";

type Done = (error?: unknown) => void;

/**
 * Sessions in the accounts' own database, with the account beside each: so that deactivating an account ends its
 * sessions in the same transaction.
 */
export class SessionStore extends Store {
  readonly #db: Db;
  readonly #endsAt: typeof endsAt;

  constructor(db: Db, ends: typeof endsAt) {
    super();
    this.#db = db;
    this.#endsAt = ends;
  }

  override get(sid: string, callback: (error: unknown, session?: SessionData | null) => void): void {
    answer(callback, () => {
      const row = this.#db
        .prepare<[string, number], { data: string }>("SELECT data FROM sessions WHERE sid = ? AND expires_at > ?")
        .get(sid, Date.now());
      return row === undefined ? null : (JSON.parse(row.data) as SessionData);
    });
  }

  override set(sid: string, session: SessionData, callback: Done = () => {}): void {
    const begun = session.begunBy;
    answer(callback, () => {
      const now = Date.now();
      this.#db.prepare("DELETE FROM sessions WHERE expires_at <= ?").run(now);
      const begunAt = this.#times(sid)?.begun_at ?? now;
      this.#db
        .prepare(
          `INSERT OR REPLACE INTO sessions (sid, account_id, connection, subject, idp_session, data, begun_at, expires_at)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
        )
        .run(
          sid,
          session.accountId ?? null,
          begun?.connection ?? null,
          begun?.subject ?? null,
          begun?.session ?? null,
          JSON.stringify(session),
          begunAt,
          this.#endsAt(session.max, begunAt, now),
        );
    });
  }

  /** Called by each use that changes nothing. */
  override touch(sid: string, session: SessionData, callback: Done = () => {}): void {
    answer(callback, () => {
      const times = this.#times(sid);
      const ends = times === undefined ? undefined : this.#endsAt(session.max, times.begun_at, Date.now());
      if (ends === undefined || ends === times?.expires_at) return;
      this.#db.prepare("UPDATE sessions SET expires_at = ? WHERE sid = ?").run(ends, sid);
    });
  }

  override destroy(sid: string, callback: Done = () => {}): void {
    answer(callback, () => {
      this.#db.prepare("DELETE FROM sessions WHERE sid = ?").run(sid);
    });
  }

  #times(sid: string): { readonly begun_at: number; readonly expires_at: number } | undefined {
    return this.#db
      .prepare<[string], { begun_at: number; expires_at: number }>(
        "SELECT begun_at, expires_at FROM sessions WHERE sid = ?",
      )
      .get(sid);
  }
}

function answer<T>(callback: (error: unknown, value?: T) => void, read: () => T): void {
  let value: T;
  try {
    value = read();
  } catch (error) {
    callback(error);
    return;
  }
  callback(null, value);
}
