import type { AccountState, Situation } from "./model.ts";

/**
 * The account that an unknown identity joins because it is signed in where the sign-in came from. Only one of the
 * connection's own organization: an account of another tenant is not this identity provider's to open.
 */
export function join({ connection, signedIn }: Situation): AccountState | null {
  if (connection.policy.signed_in_link === "never") return null;
  return signedIn?.member === true ? signedIn : null;
}
