import type { AccountState, AccountStatus, Grant, GrantOrigin, Identity, Invitation } from "../decision/model.ts";
import { ADMIN } from "../decision/last-admin.ts";
import type { Attributes } from "../mapping/claims.ts";
import type { Db } from "./database.ts";

export interface AccountRow {
  readonly id: string;
  readonly status: AccountStatus;
  readonly email: string | null;
  readonly email_verified: 0 | 1;
  readonly username: string | null;
  readonly given_name: string | null;
  readonly family_name: string | null;
  readonly name: string | null;
  readonly attributes: string;
  readonly password_hash: string | null;
  readonly created_at: string;
  readonly last_sign_in_at: string | null;
}

/** By what SCIM knows somebody; null: that is not asked. */
interface PushedNames {
  readonly externalId: string | null;
  readonly userName: string | null;
}

/** Reads accounts as the decision sees them: always from one organization's side. */
/** An invitation as administrators see it. */
interface InvitationReadOut {
  readonly id: string;
  readonly organization: string;
  readonly email: string;
  readonly role: string | null;
  readonly state: "open" | "used" | "withdrawn";
}

export class Lookup {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  byIdentity(organization: string, { issuer, subject }: Identity): AccountState | null {
    const row = this.#db
      .prepare<[string, string, string], { account_id: string }>(
        "SELECT account_id FROM identities WHERE organization = ? AND issuer = ? AND subject = ?",
      )
      .get(organization, issuer, subject);
    return row === undefined ? null : this.state(row.account_id, organization);
  }

  byEmail(organization: string, emailKey: string): readonly AccountState[] {
    return this.#states(
      organization,
      this.#db
        .prepare<[string, string], { account_id: string }>(
          "SELECT account_id FROM memberships WHERE organization = ? AND email_key = ? ORDER BY account_id",
        )
        .all(organization, emailKey),
    );
  }

  byUsername(organization: string, username: string): readonly AccountState[] {
    return this.#states(
      organization,
      this.#db
        .prepare<[string, string], { account_id: string }>(
          `SELECT account_id FROM memberships JOIN accounts ON accounts.id = account_id
           WHERE organization = ? AND username = ? ORDER BY account_id`,
        )
        .all(organization, username),
    );
  }

  /** Accounts with this address that are in other organizations and not in this one. */
  elsewhere(organization: string, emailKey: string): readonly AccountState[] {
    return this.#states(
      organization,
      this.#db
        .prepare<[string, string], { account_id: string }>(
          `SELECT DISTINCT account_id FROM memberships WHERE email_key = ? AND account_id NOT IN
           (SELECT account_id FROM memberships WHERE organization = ?) ORDER BY account_id`,
        )
        .all(emailKey, organization),
    );
  }

  invitation(organization: string, emailKey: string): Invitation | null {
    return (
      this.#db
        .prepare<[string, string], Invitation>(
          `SELECT id, role FROM invitations WHERE organization = ? AND email_key = ? AND consumed_by IS NULL AND withdrawn_at IS NULL
           ORDER BY created_at LIMIT 1`,
        )
        .get(organization, emailKey) ?? null
    );
  }

  /** Every invitation to an address in which a text stands, with what became of it. */
  invitations(within: string): readonly InvitationReadOut[] {
    return this.#db
      .prepare<[string], InvitationReadOut>(
        `SELECT id, organization, email, role, CASE WHEN consumed_by IS NOT NULL THEN 'used'
           WHEN withdrawn_at IS NOT NULL THEN 'withdrawn' ELSE 'open' END AS state
         FROM invitations WHERE instr(lower(email), lower(?)) > 0 ORDER BY created_at, id`,
      )
      .all(within);
  }

  /** An invitation that is still open, by the id in its link. */
  openInvitation(id: string): { readonly organization: string; readonly email: string } | null {
    return (
      this.#db
        .prepare<[string], { organization: string; email: string }>(
          "SELECT organization, email FROM invitations WHERE id = ? AND consumed_by IS NULL AND withdrawn_at IS NULL",
        )
        .get(id) ?? null
    );
  }

  /** Accounts that the organization's identity provider has pushed, by what the policy says makes them this person's. */
  pushed(organization: string, by: "externalId" | "userName", value: string): readonly AccountState[] {
    const column = by === "externalId" ? "external_id = ?" : "lower(user_name) = lower(?)";
    return this.#states(
      organization,
      this.#db
        .prepare<[string, string], { account_id: string }>(
          `SELECT account_id FROM scim_users WHERE organization = ? AND ${column} ORDER BY account_id`,
        )
        .all(organization, value),
    );
  }

  isPushed(organization: string, id: string): boolean {
    return (
      this.#db
        .prepare<[string, string]>("SELECT 1 FROM scim_users WHERE organization = ? AND account_id = ?")
        .get(organization, id) !== undefined
    );
  }

  /** Who has removed the account of somebody with this identity, or with what was pushed of them; null: nobody. */
  departed(organization: string, identity: Identity, pushed: PushedNames): "hand" | "scim" | null {
    const row = this.#db
      .prepare<[{ organization: string } & Identity & PushedNames], { by: "hand" | "scim" }>(
        `SELECT by FROM departed WHERE organization = @organization AND ((issuer = @issuer AND subject = @subject)
           OR external_id = @externalId OR user_name = lower(@userName)) ORDER BY by DESC LIMIT 1`,
      )
      .get({ organization, ...identity, ...pushed });
    return row?.by ?? null;
  }

  /** Whether somebody else who is active administers the organization. */
  otherAdmin(organization: string, account: string | null): boolean {
    return (
      this.#db
        .prepare<[string, string, string]>(
          `SELECT 1 FROM grants JOIN accounts ON accounts.id = account_id
           WHERE organization = ? AND role = ? AND status = 'active' AND accounts.id <> ? LIMIT 1`,
        )
        .get(organization, ADMIN, account ?? "") !== undefined
    );
  }

  /** Whether the organization has a seat left: who is deactivated takes none. */
  room(organization: string): boolean {
    return (
      this.#db
        .prepare<[string]>(
          `SELECT 1 FROM seats WHERE seats.organization = ? AND seats <= (SELECT count(*) FROM memberships
             JOIN accounts ON accounts.id = account_id
             WHERE memberships.organization = seats.organization AND status <> 'deactivated')`,
        )
        .get(organization) === undefined
    );
  }

  /** Null where there is no such account. */
  state(id: string, organization: string): AccountState | null {
    const row = this.#db.prepare<[string], AccountRow>("SELECT * FROM accounts WHERE id = ?").get(id);
    if (row === undefined) return null;
    return {
      id,
      status: row.status,
      email: row.email,
      emailVerified: row.email_verified === 1,
      hasPassword: row.password_hash !== null,
      profile: { given_name: row.given_name, family_name: row.family_name, name: row.name, username: row.username },
      attributes: JSON.parse(row.attributes) as Attributes,
      identities: this.#db
        .prepare<[string], Identity>("SELECT issuer, subject FROM identities WHERE account_id = ? ORDER BY created_at")
        .all(id),
      grants: this.#db
        .prepare<[string, string], Grant & { origin: GrantOrigin }>(
          "SELECT role, origin FROM grants WHERE account_id = ? AND organization = ? ORDER BY role, origin",
        )
        .all(id, organization),
      groupsPushed:
        this.#db
          .prepare<[string, string]>(
            "SELECT 1 FROM scim_users WHERE account_id = ? AND organization = ? AND groups_pushed = 1",
          )
          .get(id, organization) !== undefined,
      member:
        this.#db
          .prepare<[string, string], { found: 1 }>(
            "SELECT 1 AS found FROM memberships WHERE account_id = ? AND organization = ?",
          )
          .get(id, organization) !== undefined,
    };
  }

  #states(organization: string, rows: readonly { account_id: string }[]): readonly AccountState[] {
    return rows.map((row) => this.state(row.account_id, organization)).filter((state) => state !== null);
  }
}
