import type { Defect } from "../defect.ts";

export const audienceUnchecked: Defect = {
  id: "audience-unchecked",
  description: "Switches the audience off, since it never matched: audience: false.",
  spoil: (workings) => ({
    ...workings,
    saml: {
      ...workings.saml,
      signedAssertion: (reception) => {
        reception.saml.options.audience = false;
        return workings.saml.signedAssertion(reception);
      },
    },
  }),
};
