import type { Element } from "@xmldom/xmldom";
import { decode } from "../../saml/base64.ts";
import { decryptAssertion } from "../../saml/decrypt.ts";
import { ASSERTION_NS, children, parseXml } from "../../saml/xml.ts";
import type { Defect } from "../defect.ts";

export const readsLastDecrypted: Defect = {
  id: "reads-last-decrypted",
  description: "Is content with one of the encrypted assertions being signed, and keeps the last that it decrypts.",
  spoil: (workings) => ({
    ...workings,
    saml: {
      ...workings.saml,
      signedAssertion: async (reception) => {
        const { key } = reception;
        const root = parseXml(decode(reception.encoded));
        const last = children(root, ASSERTION_NS, "EncryptedAssertion").at(-1);
        if (last === undefined || key === null) return workings.saml.signedAssertion(reception);
        await workings.saml.signedAssertion({ ...reception, encoded: await withFirstAlone(root) });
        return decryptAssertion(last, key.privateKey);
      },
    },
  }),
};

/** The message without the encrypted assertions behind the first: the library takes one. */
async function withFirstAlone(root: Element): Promise<string> {
  const { XMLSerializer } = await import("@xmldom/xmldom");
  const copy = parseXml(new XMLSerializer().serializeToString(root));
  for (const one of children(copy, ASSERTION_NS, "EncryptedAssertion").slice(1)) copy.removeChild(one);
  return Buffer.from(new XMLSerializer().serializeToString(copy)).toString("base64");
}
