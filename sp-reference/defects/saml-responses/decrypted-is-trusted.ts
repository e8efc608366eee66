import { decode } from "../../saml/base64.ts";
import { decryptAssertion } from "../../saml/decrypt.ts";
import { ASSERTION_NS, child, parseXml } from "../../saml/xml.ts";
import type { Defect } from "../defect.ts";

export const decryptedIsTrusted: Defect = {
  id: "decrypted-is-trusted",
  description: "Takes what it could decrypt for what its IdP has said: only an assertion that is readable is verified.",
  spoil: (workings) => ({
    ...workings,
    saml: {
      ...workings.saml,
      signedAssertion: async (reception) => {
        const encrypted = child(parseXml(decode(reception.encoded)), ASSERTION_NS, "EncryptedAssertion");
        return encrypted === undefined || reception.key === null
          ? workings.saml.signedAssertion(reception)
          : decryptAssertion(encrypted, reception.key.privateKey);
      },
    },
  }),
};
