import { mapping, type Defect } from "../defect.ts";

export const keyOrNameid: Defect = {
  id: "key-or-nameid",
  description:
    "Falls back to the NameID where the attribute that is the key is missing: const key = attribute || nameId.",
  spoil: mapping((sound) => ({
    subject: (assertion, connection) => {
      const subject = sound.subject(assertion, connection);
      const nameId = assertion.protocol === "saml" ? assertion.nameId?.value : undefined;
      return "value" in subject || nameId === undefined ? subject : { value: nameId };
    },
  })),
};
