import type { Connection } from "../../config/model.ts";
import type { AccountState } from "../../decision/model.ts";
import type { Provisioning } from "../../accounts/provision.ts";
import type { Defect } from "../defect.ts";

/** Finds the accounts of an organization by what its author made of their addresses before they were compared. */
export function findingBy(fold: (email: string) => string): Defect["spoil"] {
  return findingWhere((stored, asked) => fold(stored) === fold(asked));
}

/** Finds the accounts of an organization by what its author took for the same address. */
export function findingWhere(same: (stored: string, asked: string) => boolean): Defect["spoil"] {
  return (workings, app) => ({
    ...workings,
    provisioning: {
      ...workings.provisioning,
      find: (lookup, connection, claims) => {
        const found = workings.provisioning.find(lookup, connection, claims);
        const { email } = claims;
        return email === null ? found : { ...found, byEmail: sameIn(app(), connection, email, same) };
      },
    },
  });
}

function sameIn(
  { db, lookup }: Provisioning,
  { organization }: Connection,
  email: string,
  same: (stored: string, asked: string) => boolean,
): readonly AccountState[] {
  return db
    .prepare<[string], { id: string; email: string }>(
      `SELECT id, email FROM accounts JOIN memberships ON account_id = id
       WHERE organization = ? AND email IS NOT NULL ORDER BY id`,
    )
    .all(organization.name)
    .filter((row) => same(row.email, email))
    .map(({ id }) => lookup.state(id, organization.name))
    .filter((state) => state !== null);
}
