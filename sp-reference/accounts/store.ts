import { randomUUID } from "node:crypto";
import type { AccountFields, AccountStatus, Grant, GrantOrigin, Identity } from "../decision/model.ts";
import { emailKey } from "../mapping/address.ts";
import type { Db } from "./database.ts";

/** The organization as far as writing needs it. */
export interface Tenant {
  readonly name: string;
  readonly policy: { readonly email_case: "insensitive" | "sensitive" };
}

/** All that is of one organization, but for the accounts. */
const FORGETS = [
  "DELETE FROM scim_users WHERE organization = ?",
  "DELETE FROM scim_groups WHERE organization = ?",
  "DELETE FROM grants WHERE organization = ?",
  "DELETE FROM identities WHERE organization = ?",
  "DELETE FROM memberships WHERE organization = ?",
  "DELETE FROM invitations WHERE organization = ?",
  "DELETE FROM seats WHERE organization = ?",
];

/** Writes accounts. Every method is one statement or a few; the caller holds the transaction. */
export class Store {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  insert(fields: AccountFields, passwordHash: string | null = null): string {
    const id = randomUUID();
    this.#db
      .prepare(
        `INSERT INTO accounts (id, status, email, email_verified, username, given_name, family_name, name, attributes,
           password_hash, created_at)
         VALUES (@id, @status, @email, @email_verified, @username, @given_name, @family_name, @name, @attributes,
           @password_hash, @created_at)`,
      )
      .run({ id, ...columns(fields), password_hash: passwordHash, created_at: new Date().toISOString() });
    return id;
  }

  update(id: string, fields: AccountFields): void {
    this.#db
      .prepare(
        `UPDATE accounts SET status = @status, email = @email, email_verified = @email_verified,
           username = @username, given_name = @given_name, family_name = @family_name, name = @name,
           attributes = @attributes WHERE id = @id`,
      )
      .run({ id, ...columns(fields) });
  }

  /** Makes the account a member, or renews its address's key. */
  join(id: string, tenant: Tenant, email: string | null): void {
    this.#db
      .prepare(
        `INSERT INTO memberships (account_id, organization, email_key) VALUES (?, ?, ?)
         ON CONFLICT (account_id, organization) DO UPDATE SET email_key = excluded.email_key`,
      )
      .run(id, tenant.name, email === null ? null : emailKey(email, tenant.policy.email_case));
  }

  memberships(id: string): readonly string[] {
    return this.#db
      .prepare<[string], { organization: string }>("SELECT organization FROM memberships WHERE account_id = ?")
      .all(id)
      .map(({ organization }) => organization);
  }

  /** Throws SQLITE_CONSTRAINT_PRIMARYKEY where another account has the identity. */
  addIdentity(id: string, organization: string, connection: string, { issuer, subject }: Identity): void {
    this.#db
      .prepare(
        `INSERT INTO identities (organization, issuer, subject, account_id, connection, created_at)
         VALUES (?, ?, ?, ?, ?, ?)`,
      )
      .run(organization, issuer, subject, id, connection, new Date().toISOString());
  }

  setGrants(id: string, organization: string, grants: readonly Grant[]): void {
    this.#db.prepare("DELETE FROM grants WHERE account_id = ? AND organization = ?").run(id, organization);
    for (const { role, origin } of grants) this.grant(id, organization, role, origin);
  }

  grant(id: string, organization: string, role: string, origin: GrantOrigin): void {
    this.#db
      .prepare("INSERT OR IGNORE INTO grants (account_id, organization, role, origin) VALUES (?, ?, ?, ?)")
      .run(id, organization, role, origin);
  }

  /** Whoever is not active any more is signed out in the same breath, unless their sessions are to end by themselves. */
  setStatus(id: string, status: AccountStatus, sessions: "end" | "last" = "end"): void {
    this.#db.prepare("UPDATE accounts SET status = ? WHERE id = ?").run(status, id);
    if (status !== "active" && sessions === "end") this.endSessions(id);
  }

  /** Whoever knew the old password, or sat in an old session, is out. */
  dropCredentials(id: string): void {
    this.#db.prepare("UPDATE accounts SET password_hash = NULL WHERE id = ?").run(id);
    this.endSessions(id);
  }

  /** Whoever sat in a session of the old password is out. */
  setPassword(id: string, hash: string): void {
    this.#db.prepare("UPDATE accounts SET password_hash = ? WHERE id = ?").run(hash, id);
    this.endSessions(id);
  }

  endSessions(id: string): void {
    this.#db.prepare("DELETE FROM sessions WHERE account_id = ?").run(id);
  }

  /** Names that somebody wrote by hand; what is left out stays. */
  rename(id: string, names: { readonly [field in "given_name" | "family_name" | "name"]?: string | undefined }): void {
    const { given_name = null, family_name = null, name = null } = names;
    this.#db
      .prepare(
        `UPDATE accounts SET given_name = coalesce(?, given_name), family_name = coalesce(?, family_name),
           name = coalesce(?, name) WHERE id = ?`,
      )
      .run(given_name, family_name, name, id);
  }

  /** So many seconds less are left of each session of the account. */
  shortenSessions(id: string, seconds: number): void {
    const ms = seconds * 1_000;
    this.#db
      .prepare("UPDATE sessions SET begun_at = begun_at - ?, expires_at = expires_at - ? WHERE account_id = ?")
      .run(ms, ms, id);
  }

  signedIn(id: string): void {
    this.#db.prepare("UPDATE accounts SET last_sign_in_at = ? WHERE id = ?").run(new Date().toISOString(), id);
  }

  invite(tenant: Tenant, email: string, role: string | null): string {
    const id = randomUUID();
    this.#db
      .prepare(
        "INSERT INTO invitations (id, organization, email, email_key, role, created_at) VALUES (?, ?, ?, ?, ?, ?)",
      )
      .run(id, tenant.name, email, emailKey(email, tenant.policy.email_case), role, new Date().toISOString());
    return id;
  }

  /** How many were open. */
  withdrawInvitations(tenant: Tenant, email: string): number {
    return this.#db
      .prepare(
        `UPDATE invitations SET withdrawn_at = ? WHERE organization = ? AND email_key = ? AND consumed_by IS NULL
         AND withdrawn_at IS NULL`,
      )
      .run(new Date().toISOString(), tenant.name, emailKey(email, tenant.policy.email_case)).changes;
  }

  consumeInvitation(invitation: string, account: string): void {
    this.#db.prepare("UPDATE invitations SET consumed_by = ? WHERE id = ?").run(account, invitation);
  }

  /** Nobody is a member any more, nor invited; null seats: as many as come. Their accounts stay. */
  begin(organization: string, seats: number | null): void {
    for (const statement of FORGETS) this.#db.prepare(statement).run(organization);
    if (seats !== null)
      this.#db.prepare("INSERT INTO seats (organization, seats) VALUES (?, ?)").run(organization, seats);
  }

  /** Whoever is removed by hand is remembered by what they signed in with. */
  bury(id: string): void {
    this.#db
      .prepare(
        `INSERT OR REPLACE INTO departed (organization, account_id, issuer, subject, by)
         SELECT organization, account_id, issuer, subject, 'hand' FROM identities WHERE account_id = ?`,
      )
      .run(id);
  }

  remove(id: string): boolean {
    this.endSessions(id);
    return this.#db.prepare("DELETE FROM accounts WHERE id = ?").run(id).changes === 1;
  }
}

function columns({ status, email, emailVerified, profile, attributes }: AccountFields): { [column: string]: unknown } {
  return { status, email, email_verified: emailVerified ? 1 : 0, ...profile, attributes: JSON.stringify(attributes) };
}
