import type { Defect } from "../defect.ts";

export const assertionIssuerByBeginning: Defect = {
  id: "assertion-issuer-by-beginning",
  description: "Compares the beginning of the Issuer, since every tenant's has a path of its own.",
  spoil: (workings) => ({
    ...workings,
    saml: {
      ...workings.saml,
      reads: {
        ...workings.saml.reads,
        issuer: (issuer, against) =>
          issuer.startsWith(against.idp.entityId) ? null : workings.saml.reads.issuer(issuer, against),
      },
    },
  }),
};
