import type { Db } from "../accounts/database.ts";
import type { AccountRow } from "../accounts/lookup.ts";

/** An account as the admin API shows it. The password's hash is not among it. */
export interface AccountReadOut {
  readonly id: string;
  readonly email: string | null;
  readonly email_verified: boolean;
  readonly username: string | null;
  readonly given_name: string | null;
  readonly family_name: string | null;
  readonly name: string | null;
  readonly active: boolean;
  readonly status: string;
  readonly has_password: boolean;
  /** Each role once, whatever its origin; `grants` has the origins. */
  readonly roles: readonly string[];
  readonly grants: readonly { readonly organization: string; readonly role: string; readonly origin: string }[];
  readonly identities: readonly { readonly issuer: string; readonly subject: string; readonly connection: string }[];
  readonly memberships: readonly string[];
  readonly attributes: { readonly [name: string]: unknown };
  readonly created_at: string;
  readonly last_sign_in_at: string | null;
}

export class ReadOut {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  account(id: string): AccountReadOut | null {
    const row = this.#db.prepare<[string], AccountRow>("SELECT * FROM accounts WHERE id = ?").get(id);
    return row === undefined ? null : this.#show(row);
  }

  /**
   * Accounts in the order of their ids, after `cursor`. `q` is looked for, with no regard to case, in the address,
   * the names and the subjects.
   */
  list({ q, cursor, limit }: { q?: string; cursor?: string; limit: number }): readonly AccountReadOut[] {
    return this.#db
      .prepare<[{ q: string; cursor: string; limit: number }], AccountRow>(
        `SELECT * FROM accounts WHERE id > @cursor AND (
           @q = '' OR instr(lower(coalesce(email, '') || ' ' || coalesce(username, '') || ' ' || coalesce(name, '') || ' '
             || coalesce(given_name, '') || ' ' || coalesce(family_name, '') || ' ' || id), @q) > 0
           OR EXISTS (SELECT 1 FROM identities WHERE account_id = accounts.id AND instr(lower(subject), @q) > 0))
         ORDER BY id LIMIT @limit`,
      )
      .all({ q: (q ?? "").toLowerCase(), cursor: cursor ?? "", limit })
      .map((row) => this.#show(row));
  }

  #show(row: AccountRow): AccountReadOut {
    const { id } = row;
    const grants = this.#db
      .prepare<[string], AccountReadOut["grants"][number]>(
        "SELECT organization, role, origin FROM grants WHERE account_id = ? ORDER BY organization, role, origin",
      )
      .all(id);
    return {
      id,
      email: row.email,
      email_verified: row.email_verified === 1,
      username: row.username,
      given_name: row.given_name,
      family_name: row.family_name,
      name: row.name,
      active: row.status === "active",
      status: row.status,
      has_password: row.password_hash !== null,
      roles: [...new Set(grants.map(({ role }) => role))],
      grants,
      identities: this.#db
        .prepare<[string], AccountReadOut["identities"][number]>(
          "SELECT issuer, subject, connection FROM identities WHERE account_id = ? ORDER BY created_at, issuer",
        )
        .all(id),
      memberships: this.#db
        .prepare<[string], { organization: string }>(
          "SELECT organization FROM memberships WHERE account_id = ? ORDER BY organization",
        )
        .all(id)
        .map(({ organization }) => organization),
      attributes: JSON.parse(row.attributes) as AccountReadOut["attributes"],
      created_at: row.created_at,
      last_sign_in_at: row.last_sign_in_at,
    };
  }
}
