import type { AccountState, Grant, Situation } from "./model.ts";

/** The role that administers an organization here. */
export const ADMIN = "admin";

/**
 * The grants as they are written. Under `protect` the last administrator keeps that role as it was: nobody could give it
 * back, and an IdP that sends too little would lock an organization out.
 */
export function lastAdmin(
  { connection: { policy }, found }: Situation,
  account: AccountState,
  grants: readonly Grant[],
): readonly Grant[] {
  const isAdmin = ({ role }: Grant) => role === ADMIN;
  const had = account.grants.filter(isAdmin);
  if (policy.last_admin === "allow" || found.otherAdmin || had.length === 0 || grants.some(isAdmin)) return grants;
  return [...grants, ...had];
}
