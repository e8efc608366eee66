import { domainOf } from "../mapping/address.ts";
import { isOwnDomain } from "./own-domain.ts";
import type { AccountState, Refusal, Situation } from "./model.ts";

/**
 * An organization vouches for the domains that it has verified, and for no other.
 */
export function domain({ connection, claims, found }: Situation, account: AccountState | null): Refusal | null {
  if (claims.email === null) return null;
  const { organization, policy } = connection;
  const foreign = domainOf(claims.email);
  if (isOwnDomain(connection, claims.email)) return null;
  if (policy.unverified_domain === "allow") return null;
  // Who is a member has been let in before; the invitation was for coming in.
  if (policy.unverified_domain === "invite_only" && (account?.member === true || found.invitation !== null))
    return null;
  return {
    kind: "refuse",
    reason: "unverified_domain",
    message: `${organization.title} has not verified the domain ${foreign} of your address.`,
    attribute: "email",
    policy: `unverified_domain: ${policy.unverified_domain}`,
    ...(account === null ? {} : { account: account.id }),
  };
}
