import { createHmac, createPublicKey } from "node:crypto";
import type { Defect } from "../defect.ts";
import { byHand } from "./by-hand.ts";

export const hmacByPublicKey: Defect = {
  id: "hmac-by-public-key",
  description:
    "Verifies by the algorithm that the token names with the one key that it has: jwt.verify(token, publicKey).",
  spoil: byHand("signature", ({ token, header, keys }, _redemption, sound) => {
    const key = keys.find(({ kid }) => kid === header["kid"]);
    if (header["alg"] !== "HS256" || key === undefined) return sound;
    const secret = createPublicKey({ key, format: "jwk" }).export({ type: "spki", format: "pem" });
    const [head = "", payload = "", signature = ""] = token.split(".");
    return createHmac("sha256", secret).update(`${head}.${payload}`).digest("base64url") === signature;
  }),
};
