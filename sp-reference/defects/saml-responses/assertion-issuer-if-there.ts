import type { Defect } from "../defect.ts";

export const assertionIssuerIfThere: Defect = {
  id: "assertion-issuer-if-there",
  description: "Compares the Issuer of the assertion only where there is one, and fills in its own where not.",
  spoil: (workings) => ({
    ...workings,
    saml: {
      ...workings.saml,
      reads: {
        ...workings.saml.reads,
        issuer: (issuer, against) => (issuer === "" ? null : workings.saml.reads.issuer(issuer, against)),
      },
      verify: async (reception, steps) => {
        const verified = await workings.saml.verify(reception, steps);
        const issuer = verified.assertion.issuer === "" ? reception.idp.entityId : verified.assertion.issuer;
        return { ...verified, assertion: { ...verified.assertion, issuer } };
      },
    },
  }),
};
