import type { Defect } from "../defect.ts";
import { byHand } from "../oidc-tokens/by-hand.ts";

export const kidDemanded: Defect = {
  id: "kid-demanded",
  description: "Finds the key by its kid alone, and refuses a token that names none, be there one key only.",
  spoil: byHand("signature", ({ header }, _redemption, sound) => sound && header["kid"] !== undefined),
};
