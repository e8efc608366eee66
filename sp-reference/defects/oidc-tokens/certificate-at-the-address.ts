import { X509Certificate } from "node:crypto";
import type { Defect } from "../defect.ts";
import { byHand, isSignedBy } from "./by-hand.ts";

export const certificateAtTheAddress: Defect = {
  id: "certificate-at-the-address",
  description: "Fetches the certificate from where the ID token says that it is (x5u).",
  spoil: byHand("signature", async ({ token, header: { x5u } }, _redemption, sound) => {
    if (typeof x5u !== "string") return sound;
    const certificate = new X509Certificate(await (await fetch(x5u)).text());
    return isSignedBy(certificate.publicKey.export({ format: "jwk" }), token);
  }),
};
