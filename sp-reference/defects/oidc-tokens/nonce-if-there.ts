import type { Defect } from "../defect.ts";
import { byHand } from "./by-hand.ts";

export const nonceIfThere: Defect = {
  id: "nonce-if-there",
  description: "Compares the nonce only where the ID token has one: if (claims.nonce && claims.nonce !== nonce).",
  spoil: byHand("nonce", ({ claims }, _redemption, sound) => claims["nonce"] === undefined || sound),
};
