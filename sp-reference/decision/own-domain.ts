import type { Connection } from "../config/model.ts";
import { domainOf } from "../mapping/address.ts";
import { PUBLIC_DOMAINS } from "./public-domains.ts";

/**
 * Whether the address is in a domain that the connection's organization has verified. The comparison is exact: `evilacme.test`
 * is not `acme.test`, and `sub.acme.test` is it only where the policy says so. One in which anybody can have an address is nobody's,
 * whoever entered it, unless the policy says that it is.
 */
export function isOwnDomain(
  { organization, policy }: Pick<Connection, "organization" | "policy">,
  email: string,
): boolean {
  const domain = domainOf(email);
  if (policy.public_domains === "deny" && PUBLIC_DOMAINS.has(domain)) return false;
  return organization.domains.some(
    (own) => domain === own || (policy.subdomains === "include" && domain.endsWith(`.${own}`)),
  );
}
