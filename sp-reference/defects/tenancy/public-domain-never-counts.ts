import { deciding, type Defect } from "../defect.ts";

export const publicDomainNeverCounts: Defect = {
  id: "public-domain-never-counts",
  description:
    "Refuses addresses of public mail providers, and never asks whether the organization may have such a domain.",
  spoil: deciding((sound) => ({
    domain: (situation, account) => {
      const policy = { ...situation.connection.policy, public_domains: "deny" } as const;
      return sound.domain({ ...situation, connection: { ...situation.connection, policy } }, account);
    },
  })),
};
