import type { Defect } from "../defect.ts";
import { byHand } from "./by-hand.ts";

export const idTokenExpiryUnchecked: Defect = {
  id: "id-token-expiry-unchecked",
  description: "Verifies the ID token by hand, and does not look at its exp: it has just come.",
  spoil: byHand("expiry"),
};
