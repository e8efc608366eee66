import type { Defect } from "../defect.ts";
import { byHand } from "./by-hand.ts";

export const idTokenExpiryIfPast: Defect = {
  id: "id-token-expiry-if-past",
  description: "Refuses an ID token whose exp has passed: what is missing or no number has not.",
  spoil: byHand("expiry", ({ claims }) => !(Number(claims["exp"]) * 1_000 < Date.now())),
};
