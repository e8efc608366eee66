import { deciding, type Defect } from "../defect.ts";

export const domainAskedOnce: Defect = {
  id: "domain-asked-once",
  description: "Asks for the domain of the address when the account is created, and at no later sign-in.",
  spoil: deciding((sound) => ({
    domain: (situation, account) => (account === null ? sound.domain(situation, null) : null),
  })),
};
