import type { Defect } from "../defect.ts";
import { byHand } from "./by-hand.ts";

export const idTokenIssuerIfThere: Defect = {
  id: "id-token-issuer-if-there",
  description: "Compares the issuer of the ID token only where it names one.",
  spoil: byHand("issuer", ({ claims }, _redemption, sound) => claims["iss"] === undefined || sound),
};
