import { firstAssertion } from "./raw.ts";
import type { Defect } from "../defect.ts";

export const signatureUnread: Defect = {
  id: "signature-unread",
  description: "Takes the assertion out of the message as it came, and leaves its signature to the proxy in front.",
  spoil: (workings) => ({ ...workings, saml: { ...workings.saml, signedAssertion: firstAssertion } }),
};
