import { mapping, type Defect } from "../defect.ts";

export const transientAsKey: Defect = {
  id: "transient-as-key",
  description: "Takes any NameID for the key, and does not look at its format.",
  spoil: mapping((sound) => ({
    subject: (assertion, connection) =>
      sound.subject(
        assertion.protocol === "saml" && assertion.nameId !== null
          ? { ...assertion, nameId: { ...assertion.nameId, format: "" } }
          : assertion,
        connection,
      ),
  })),
};
