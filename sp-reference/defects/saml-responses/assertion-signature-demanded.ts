import type { Defect } from "../defect.ts";

export const assertionSignatureDemanded: Defect = {
  id: "assertion-signature-demanded",
  description:
    "Demands that the assertion is signed by itself, and refuses one in a Response that is signed as a whole.",
  spoil: (workings) => ({
    ...workings,
    saml: {
      ...workings.saml,
      signedAssertion: (reception) => {
        reception.saml.options.wantAssertionsSigned = true;
        return workings.saml.signedAssertion(reception);
      },
    },
  }),
};
