import type { Defect } from "../defect.ts";

export const signedAnywhere: Defect = {
  id: "signed-anywhere",
  description: "Takes whichever signature is there, whatever the connection demands.",
  spoil: (workings) => ({
    ...workings,
    saml: {
      ...workings.saml,
      signedAssertion: (reception) => {
        reception.saml.options.wantAssertionsSigned = false;
        reception.saml.options.wantAuthnResponseSigned = false;
        return workings.saml.signedAssertion(reception);
      },
    },
  }),
};
