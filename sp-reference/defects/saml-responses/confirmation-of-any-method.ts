import type { Defect } from "../defect.ts";

export const confirmationOfAnyMethod: Defect = {
  id: "confirmation-of-any-method",
  description: "Takes the first SubjectConfirmation, and does not look at its method.",
  spoil: (workings) => ({
    ...workings,
    saml: { ...workings.saml, reads: { ...workings.saml.reads, method: () => null } },
  }),
};
