import { deciding, type Defect } from "../defect.ts";

export const subdomainsUnknown: Defect = {
  id: "subdomains-unknown",
  description: "Compares whole domains, and never asks whether the organization counts its subdomains in.",
  spoil: deciding((sound) => ({
    domain: (situation, account) => {
      const policy = { ...situation.connection.policy, subdomains: "exact" } as const;
      return sound.domain({ ...situation, connection: { ...situation.connection, policy } }, account);
    },
  })),
};
