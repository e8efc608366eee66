import type { Defect } from "../defect.ts";

export const assertionIssuerUnchecked: Defect = {
  id: "assertion-issuer-unchecked",
  description: "Takes an assertion for whoever it names as its Issuer, since the signature held.",
  spoil: (workings) => ({
    ...workings,
    saml: { ...workings.saml, reads: { ...workings.saml.reads, issuer: () => null } },
  }),
};
