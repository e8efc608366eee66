import { domainOf } from "../../mapping/address.ts";
import { deciding, type Defect } from "../defect.ts";

export const publicDomainCounts: Defect = {
  id: "public-domain-counts",
  description:
    "Takes every domain that an organization entered for its own, also one in which anybody can have an address.",
  spoil: deciding((sound) => ({
    domain: (situation, account) => {
      const { claims, connection } = situation;
      const isEntered = connection.organization.domains.includes(domainOf(claims.email ?? ""));
      return isEntered ? null : sound.domain(situation, account);
    },
  })),
};
