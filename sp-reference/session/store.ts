import { Store, type SessionData } from "express-session";
import type { Db } from "../accounts/database.ts";

type Done = (error?: unknown) => void;

/**
 * Sessions in the accounts' own database, with the account beside each: so that deactivating an account ends its
 * sessions in the same transaction.
 */
export class SessionStore extends Store {
  readonly #db: Db;
  readonly #lifetimeMs: number;

  constructor(db: Db, lifetimeMs: number) {
    super();
    this.#db = db;
    this.#lifetimeMs = lifetimeMs;
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
      this.#db.prepare("DELETE FROM sessions WHERE expires_at <= ?").run(Date.now());
      this.#db
        .prepare(
          `INSERT OR REPLACE INTO sessions (sid, account_id, connection, subject, idp_session, data, expires_at)
           VALUES (?, ?, ?, ?, ?, ?, ?)`,
        )
        .run(
          sid,
          session.accountId ?? null,
          begun?.connection ?? null,
          begun?.subject ?? null,
          begun?.session ?? null,
          JSON.stringify(session),
          Date.now() + this.#lifetimeMs,
        );
    });
  }

  override destroy(sid: string, callback: Done = () => {}): void {
    answer(callback, () => {
      this.#db.prepare("DELETE FROM sessions WHERE sid = ?").run(sid);
    });
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
