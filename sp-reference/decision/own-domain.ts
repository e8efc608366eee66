import type { Connection } from "../config/model.ts";
import { domainOf } from "../mapping/address.ts";

/**
 * Whether the address is in a domain that the connection's organization has verified. The comparison is exact: `evilacme.test`
 * is not `acme.test`, and `sub.acme.test` is it only where the policy says so.
 */
export function isOwnDomain(
  { organization, policy }: Pick<Connection, "organization" | "policy">,
  email: string,
): boolean {
  const domain = domainOf(email);
  return organization.domains.some(
    (own) => domain === own || (policy.subdomains === "include" && domain.endsWith(`.${own}`)),
  );
}
