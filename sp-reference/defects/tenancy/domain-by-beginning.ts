import { domainOf } from "../../mapping/address.ts";
import { deciding, type Defect } from "../defect.ts";

export const domainByBeginning: Defect = {
  id: "domain-by-beginning",
  description: "Compares domains by an expression without an end: acme.test.evil.test passes for acme.test.",
  spoil: deciding((sound) => ({
    domain: (situation, account) => {
      const { claims, connection } = situation;
      const begins = connection.organization.domains.some((domain) => domainOf(claims.email ?? "").startsWith(domain));
      return begins ? null : sound.domain(situation, account);
    },
  })),
};
