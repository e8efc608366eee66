import { deciding, type Defect } from "../defect.ts";

export const firstDomainAlone: Defect = {
  id: "first-domain-alone",
  description: "Compares the address with the organization's first domain: organization.domains[0].",
  spoil: deciding((sound) => ({
    domain: (situation, account) => {
      const { connection } = situation;
      const organization = { ...connection.organization, domains: connection.organization.domains.slice(0, 1) };
      return sound.domain({ ...situation, connection: { ...connection, organization } }, account);
    },
  })),
};
