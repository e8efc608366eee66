import { randomUUID } from "node:crypto";
import type { Db } from "../accounts/database.ts";
import type { ScimGroupRow, ScimUserRow } from "./model.ts";

/** What an organization's identity provider has pushed: rows beside the accounts, which know nothing of SCIM. */
export class Directory {
  readonly #db: Db;
  readonly #organization: string;

  constructor(db: Db, organization: string) {
    this.#db = db;
    this.#organization = organization;
  }

  user(id: string): ScimUserRow | null {
    return (
      this.#db
        .prepare<[string, string], ScimUserRow>("SELECT * FROM scim_users WHERE organization = ? AND account_id = ?")
        .get(this.#organization, id) ?? null
    );
  }

  users(): readonly ScimUserRow[] {
    return this.#db
      .prepare<[string], ScimUserRow>("SELECT * FROM scim_users WHERE organization = ? ORDER BY account_id")
      .all(this.#organization);
  }

  /** Names are compared without case (RFC 7643, section 4.1.1). */
  byUserName(userName: string): ScimUserRow | null {
    return (
      this.#db
        .prepare<[string, string], ScimUserRow>(
          "SELECT * FROM scim_users WHERE organization = ? AND lower(user_name) = lower(?)",
        )
        .get(this.#organization, userName) ?? null
    );
  }

  put(id: string, externalId: string | null, userName: string): void {
    this.#db
      .prepare(
        `INSERT INTO scim_users (organization, account_id, external_id, user_name) VALUES (?, ?, ?, ?)
         ON CONFLICT (organization, account_id) DO UPDATE SET external_id = excluded.external_id,
           user_name = excluded.user_name`,
      )
      .run(this.#organization, id, externalId, userName);
  }

  /** The person is known to have left by SCIM's word, by whatever their next sign-in may tell. */
  bury(row: ScimUserRow): void {
    this.#db
      .prepare(
        `INSERT OR REPLACE INTO departed (organization, account_id, issuer, subject, external_id, user_name, by)
         SELECT organization, account_id, issuer, subject, NULL, NULL, 'scim' FROM identities
           WHERE organization = ? AND account_id = ?
         UNION ALL SELECT ?, ?, '', '', ?, ?, 'scim'`,
      )
      .run(
        this.#organization,
        row.account_id,
        this.#organization,
        row.account_id,
        row.external_id,
        row.user_name.toLowerCase(),
      );
  }

  /** Whoever is pushed again is back. */
  welcome(externalId: string | null, userName: string): void {
    this.#db
      .prepare(
        `DELETE FROM departed WHERE organization = @organization AND account_id IN (SELECT account_id FROM departed
           WHERE organization = @organization AND (external_id = @externalId OR user_name = lower(@userName)))`,
      )
      .run({ organization: this.#organization, externalId, userName });
  }

  group(id: string): ScimGroupRow | null {
    return (
      this.#db
        .prepare<[string, string], ScimGroupRow>(
          "SELECT id, display_name FROM scim_groups WHERE organization = ? AND id = ?",
        )
        .get(this.#organization, id) ?? null
    );
  }

  groups(): readonly ScimGroupRow[] {
    return this.#db
      .prepare<[string], ScimGroupRow>(
        "SELECT id, display_name FROM scim_groups WHERE organization = ? ORDER BY display_name",
      )
      .all(this.#organization);
  }

  groupsOf(id: string): readonly ScimGroupRow[] {
    return this.#db
      .prepare<[string, string], ScimGroupRow>(
        `SELECT id, display_name FROM scim_groups JOIN scim_members ON group_id = id
         WHERE organization = ? AND account_id = ? ORDER BY display_name`,
      )
      .all(this.#organization, id);
  }

  members(group: string): readonly string[] {
    return this.#db
      .prepare<[string], { account_id: string }>(
        "SELECT account_id FROM scim_members WHERE group_id = ? ORDER BY account_id",
      )
      .all(group)
      .map(({ account_id }) => account_id);
  }

  putGroup(id: string | undefined, name: string, members: readonly string[]): string {
    const group = id ?? randomUUID();
    this.#db
      .prepare(
        `INSERT INTO scim_groups (id, organization, display_name) VALUES (?, ?, ?)
         ON CONFLICT (id) DO UPDATE SET display_name = excluded.display_name`,
      )
      .run(group, this.#organization, name);
    this.#db.prepare("DELETE FROM scim_members WHERE group_id = ?").run(group);
    for (const member of members)
      this.#db.prepare("INSERT OR IGNORE INTO scim_members (group_id, account_id) VALUES (?, ?)").run(group, member);
    return group;
  }

  removeGroup(id: string): void {
    this.#db.prepare("DELETE FROM scim_groups WHERE id = ?").run(id);
  }

  /** From here on SCIM is known to say in which groups they are. */
  noteGroups(id: string): void {
    this.#db
      .prepare("UPDATE scim_users SET groups_pushed = 1 WHERE organization = ? AND account_id = ?")
      .run(this.#organization, id);
  }
}
