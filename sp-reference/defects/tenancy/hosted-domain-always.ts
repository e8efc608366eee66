import { deciding, type Defect } from "../defect.ts";

export const hostedDomainAlways: Defect = {
  id: "hosted-domain-always",
  description: "Demands a hosted domain of everybody's identity provider, since Google sends one.",
  spoil: deciding(({ hostedDomain }) => ({
    hostedDomain: (situation) =>
      hostedDomain({
        ...situation,
        connection: {
          ...situation.connection,
          policy: { ...situation.connection.policy, hosted_domain: "required" },
        },
      }),
  })),
};
