import type { Defect } from "../defect.ts";

export const recipientIfThere: Defect = {
  id: "recipient-if-there",
  description: "Compares the Recipient only where there is one.",
  spoil: (workings) => ({
    ...workings,
    saml: {
      ...workings.saml,
      reads: {
        ...workings.saml.reads,
        recipient: (data, against) =>
          data?.hasAttribute("Recipient") === true ? workings.saml.reads.recipient(data, against) : null,
      },
    },
  }),
};
