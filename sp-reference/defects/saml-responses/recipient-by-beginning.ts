import type { Defect } from "../defect.ts";

export const recipientByBeginning: Defect = {
  id: "recipient-by-beginning",
  description: "Compares the beginning of the Recipient, for what a proxy may append.",
  spoil: (workings) => ({
    ...workings,
    saml: {
      ...workings.saml,
      reads: {
        ...workings.saml.reads,
        recipient: (data, against) =>
          data?.getAttribute("Recipient")?.startsWith(against.connection.acsUrl) === true
            ? null
            : workings.saml.reads.recipient(data, against),
      },
    },
  }),
};
