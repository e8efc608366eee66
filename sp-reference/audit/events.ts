import type { Db } from "../accounts/database.ts";
import { auditRules, type AuditRules } from "./rules.ts";

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
  | "sessions_shortened"
  | "removed"
  | "invited"
  | "uninvited"
  | "renamed"
  | "password_set"
  | "pushed"
  | "reconnected"
  | "begun_anew";

/** Who did it: the person by signing in, an administrator by hand, the directory by SCIM. */
export type Actor = "person" | "administrator" | "directory";

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
  readonly actor: Actor;
  readonly detail: EventDetail;
}

export interface NewEvent {
  readonly kind: EventKind;
  readonly account?: string | null;
  readonly organization?: string;
  readonly connection?: string;
  /** Left out: the person. */
  readonly actor?: Actor;
  readonly detail?: EventDetail;
}

export class Audit {
  readonly #db: Db;
  readonly #rules: AuditRules;

  constructor(db: Db, rules = auditRules) {
    this.#db = db;
    this.#rules = rules;
  }

  record(event: NewEvent): void {
    const entry = this.#rules.entry(event);
    if (entry === null) return;
    const { kind, account = null, organization, connection, actor = "person", detail = {} } = entry;
    this.#db
      .prepare(
        "INSERT INTO events (at, kind, account_id, organization, connection, actor, detail) VALUES (?, ?, ?, ?, ?, ?, ?)",
      )
      .run(
        new Date().toISOString(),
        kind,
        account,
        organization ?? null,
        connection ?? null,
        actor,
        JSON.stringify(detail),
      );
  }

  /**
   * The newest first. `before` is the id of an event to go on from. `q` is looked for, with no regard to case, in what
   * the event tells, and in the address and the subjects of its account.
   */
  list({ account, before, q, limit }: EventsWanted): readonly AuditEvent[] {
    return this.#db
      .prepare<[{ account: string | null; before: number; q: string; limit: number }], EventRow>(
        `SELECT * FROM events WHERE id < @before AND (@account IS NULL OR account_id = @account)
         AND (@q = '' OR instr(lower(detail), @q) > 0
           OR EXISTS (SELECT 1 FROM accounts WHERE id = events.account_id AND instr(lower(coalesce(email, '')), @q) > 0)
           OR EXISTS (SELECT 1 FROM identities WHERE account_id = events.account_id AND instr(lower(subject), @q) > 0))
         ORDER BY id DESC LIMIT @limit`,
      )
      .all({
        account: account ?? null,
        before: before ?? Number.MAX_SAFE_INTEGER,
        q: (q ?? "").toLowerCase(),
        limit,
      })
      .map((row) => ({ ...row, detail: JSON.parse(row.detail) as EventDetail }));
  }
}

interface EventsWanted {
  readonly account?: string;
  readonly before?: number;
  readonly q?: string;
  readonly limit: number;
}

type EventRow = Omit<AuditEvent, "detail"> & { readonly detail: string };
