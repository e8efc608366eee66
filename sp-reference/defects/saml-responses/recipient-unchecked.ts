import type { Defect } from "../defect.ts";

export const recipientUnchecked: Defect = {
  id: "recipient-unchecked",
  description: "Verifies signature, audience and times, and does not look where the assertion may be presented.",
  spoil: (workings) => ({
    ...workings,
    saml: { ...workings.saml, reads: { ...workings.saml.reads, recipient: () => null } },
  }),
};
