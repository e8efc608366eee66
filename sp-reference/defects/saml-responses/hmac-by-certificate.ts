import { createHmac } from "node:crypto";
import { both, type Defect } from "../defect.ts";
import { byHand, isSigned } from "./by-hand.ts";

export const hmacByCertificate: Defect = {
  id: "hmac-by-certificate",
  description: "Verifies by the algorithm that the message names, with the certificate as the key of each.",
  spoil: both(
    byHand({
      holds: (bytes, text, certificate, method) => {
        if (!method.endsWith("#hmac-sha1")) return isSigned(bytes, text, certificate);
        const secret = `-----BEGIN CERTIFICATE-----\n${lines(certificate)}\n-----END CERTIFICATE-----\n`;
        return [secret, secret.trim()].some((key) => createHmac("sha1", key).update(bytes).digest("base64") === text);
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

function lines(certificate: string): string {
  return (certificate.replace(/\s/g, "").match(/.{1,64}/g) ?? []).join("\n");
}
