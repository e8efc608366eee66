import { domainOf } from "../../mapping/address.ts";
import { deciding, type Defect } from "../defect.ts";

/** Takes a domain for one of the organization's own where an account there has the address. */
export function linkingIn(own: (domain: string, verified: string) => boolean): Defect["spoil"] {
  return deciding((sound) => ({
    match: (situation) => {
      const { claims, connection, found } = situation;
      const { organization } = connection;
      const domain = domainOf(claims.email ?? "");
      const passes = found.byEmail.length > 0 && organization.domains.some((verified) => own(domain, verified));
      const domains = passes ? [...organization.domains, domain] : organization.domains;
      return sound.match({ ...situation, connection: { ...connection, organization: { ...organization, domains } } });
    },
  }));
}
