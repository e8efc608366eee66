import { domainOf } from "../../mapping/address.ts";
import { deciding, type Defect } from "../defect.ts";

export const domainByEnding: Defect = {
  id: "domain-by-ending",
  description: "Lets every address in that ends with a verified domain: evilacme.test for acme.test.",
  spoil: deciding((sound) => ({
    domain: (situation, account) => {
      const { claims, connection } = situation;
      const ends = connection.organization.domains.some((domain) => domainOf(claims.email ?? "").endsWith(domain));
      return ends ? null : sound.domain(situation, account);
    },
  })),
};
