import { constants, createPublicKey, verify, type webcrypto } from "node:crypto";
import type { Defect } from "../defect.ts";
import { byHand } from "./by-hand.ts";

export const paddingOfTheToken: Defect = {
  id: "padding-of-the-token",
  description: "Verifies with the issuer's key by whatever the token says that it is signed by, PS256 too.",
  spoil: byHand(
    "signature",
    ({ token, header, keys }, _redemption, sound) =>
      sound || (header["alg"] === "PS256" && keys.some((key) => isByPadding(key, token))),
  ),
};

function isByPadding(key: webcrypto.JsonWebKey, token: string): boolean {
  const [head = "", payload = "", signature = ""] = token.split(".");
  const publicKey = createPublicKey({ key, format: "jwk" });
  if (publicKey.asymmetricKeyType !== "rsa") return false;
  const padded = {
    key: publicKey,
    padding: constants.RSA_PKCS1_PSS_PADDING,
    saltLength: constants.RSA_PSS_SALTLEN_AUTO,
  };
  return verify("sha256", Buffer.from(`${head}.${payload}`), padded, Buffer.from(signature, "base64url"));
}
