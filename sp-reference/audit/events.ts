import type { Db } from "../accounts/database.ts";

/** What happened to an account, and why. One event for each decision; no token and no secret in any. */
export type EventKind =
  | "created"
  | "linked"
  | "link_asked"
  | "updated"
  | "signed_in"
  | "pending"
  | "refused"
  | "signed_out"
  | "seeded"
  | "granted"
  | "approved"
  | "deactivated"
  | "removed"
  | "invited"
  | "pushed"
  | "reconnected"
  | "begun_anew";

export interface Change {
  readonly field: string;
  readonly from: unknown;
  readonly to: unknown;
}

export interface EventDetail {
  readonly changes?: readonly Change[];
  readonly granted?: readonly string[];
  readonly revoked?: readonly string[];
  readonly warnings?: readonly string[];
  /** Of a refusal: its code, the words that the person read, the attribute and the knob. */
  readonly reason?: string;
  readonly message?: string;
  readonly attribute?: string;
  readonly policy?: string;
  readonly issuer?: string;
  readonly subject?: string;
}

export interface AuditEvent {
  readonly id: number;
  readonly at: string;
  readonly kind: EventKind;
  readonly account_id: string | null;
  readonly organization: string | null;
  readonly connection: string | null;
  readonly detail: EventDetail;
}

export interface NewEvent {
  readonly kind: EventKind;
  readonly account?: string | null;
  readonly organization?: string;
  readonly connection?: string;
  readonly detail?: EventDetail;
}

export class Audit {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  record({ kind, account = null, organization, connection, detail = {} }: NewEvent): void {
    this.#db
      .prepare("INSERT INTO events (at, kind, account_id, organization, connection, detail) VALUES (?, ?, ?, ?, ?, ?)")
      .run(new Date().toISOString(), kind, account, organization ?? null, connection ?? null, JSON.stringify(detail));
  }

  /** The newest first. `before` is the id of an event to go on from. */
  list({ account, before, limit }: { account?: string; before?: number; limit: number }): readonly AuditEvent[] {
    return this.#db
      .prepare<[{ account: string | null; before: number; limit: number }], EventRow>(
        `SELECT * FROM events WHERE id < @before AND (@account IS NULL OR account_id = @account)
         ORDER BY id DESC LIMIT @limit`,
      )
      .all({ account: account ?? null, before: before ?? Number.MAX_SAFE_INTEGER, limit })
      .map((row) => ({ ...row, detail: JSON.parse(row.detail) as EventDetail }));
  }
}

type EventRow = Omit<AuditEvent, "detail"> & { readonly detail: string };
