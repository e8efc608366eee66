import { X509Certificate } from "node:crypto";
import type { Defect } from "../defect.ts";
import { byHand, isSignedBy } from "./by-hand.ts";

export const certificateOfTheToken: Defect = {
  id: "certificate-of-the-token",
  description: "Verifies the ID token with the certificate in its header, where there is one.",
  spoil: byHand("signature", ({ token, header }, _redemption, sound) => {
    const [der] = [header["x5c"]].flat();
    if (typeof der !== "string") return sound;
    return isSignedBy(new X509Certificate(Buffer.from(der, "base64")).publicKey.export({ format: "jwk" }), token);
  }),
};
