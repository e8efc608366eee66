import { createVerify, X509Certificate } from "node:crypto";
import { both, type Defect } from "../defect.ts";
import { byHand, isSigned } from "./by-hand.ts";

export const md5Accepted: Defect = {
  id: "md5-accepted",
  description: "Verifies by whatever hash the message names, as its cryptography has it: MD5, too.",
  spoil: both(
    byHand({
      hash: (method) => (method.endsWith("#md5") ? "md5" : "sha256"),
      holds: (bytes, text, certificate, method) => {
        if (!method.endsWith("#rsa-md5")) return isSigned(bytes, text, certificate);
        const { publicKey } = new X509Certificate(Buffer.from(certificate, "base64"));
        return createVerify("RSA-MD5").update(bytes).verify(publicKey, text, "base64");
      },
    }),
    (workings) => ({
      ...workings,
      saml: {
        ...workings.saml,
        wrapper: (root, connection, idp) => workings.saml.wrapper(root, connection, idp, "defaults"),
      },
    }),
  ),
};
