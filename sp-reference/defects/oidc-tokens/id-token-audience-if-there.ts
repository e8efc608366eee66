import type { Defect } from "../defect.ts";
import { byHand } from "./by-hand.ts";

export const idTokenAudienceIfThere: Defect = {
  id: "id-token-audience-if-there",
  description: "Compares the audience of the ID token only where there is one.",
  spoil: byHand("audience", ({ claims }, _redemption, sound) => claims["aud"] === undefined || sound),
};
