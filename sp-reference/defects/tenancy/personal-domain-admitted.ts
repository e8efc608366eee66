import { domainOf } from "../../mapping/address.ts";
import { deciding, type Defect } from "../defect.ts";

const PERSONAL = ["gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "yahoo.com", "icloud.com"];

export const personalDomainAdmitted: Defect = {
  id: "personal-domain-admitted",
  description: "Asks for no domain where the address is a personal one, since no organization can have verified that.",
  spoil: deciding((sound) => ({
    domain: (situation, account) =>
      PERSONAL.includes(domainOf(situation.claims.email ?? "")) ? null : sound.domain(situation, account),
  })),
};
