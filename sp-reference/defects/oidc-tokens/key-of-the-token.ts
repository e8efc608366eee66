import type { webcrypto } from "node:crypto";
import type { Defect } from "../defect.ts";
import { byHand, isSignedBy } from "./by-hand.ts";

export const keyOfTheToken: Defect = {
  id: "key-of-the-token",
  description: "Verifies with the key in the header of the token, where there is one.",
  spoil: byHand("signature", ({ token, header }, _redemption, sound) =>
    header["jwk"] === undefined ? sound : isSignedBy(header["jwk"] as webcrypto.JsonWebKey, token),
  ),
};
