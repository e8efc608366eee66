import { domainOf } from "../../mapping/address.ts";
import { deciding, type Defect } from "../defect.ts";

export const subdomainsAdmitted: Defect = {
  id: "subdomains-admitted",
  description: "Lets in whose domain ends with a dot and a verified one, whatever the policy says: guests.acme.test.",
  spoil: deciding((sound) => ({
    domain: (situation, account) => {
      const { claims, connection } = situation;
      const { domains } = connection.organization;
      const below = domains.some((domain) => domainOf(claims.email ?? "").endsWith(`.${domain}`));
      return below ? null : sound.domain(situation, account);
    },
  })),
};
