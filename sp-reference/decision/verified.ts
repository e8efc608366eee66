import type { Connection } from "../config/model.ts";
import type { Claims } from "../mapping/claims.ts";
import { isOwnDomain } from "./own-domain.ts";

/**
 * Whether the address counts as verified. The IdP's own word decides; where it has none (Entra ID, and SAML always)
 * the policy does. `trust_verified_domain` trusts this connection only for domains that its organization has verified.
 */
export function emailIsVerified(connection: Connection, claims: Claims): boolean {
  const { policy } = connection;
  if (claims.email === null) return false;
  if (claims.emailVerified !== null) return claims.emailVerified;
  switch (policy.email_verified_missing) {
    case "unverified":
      return false;
    case "trust_verified_domain":
      return isOwnDomain(connection, claims.email);
    case "trust_connection":
      return true;
  }
}
