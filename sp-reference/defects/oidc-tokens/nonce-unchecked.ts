import type { Defect } from "../defect.ts";
import { byHand } from "./by-hand.ts";

export const nonceUnchecked: Defect = {
  id: "nonce-unchecked",
  description: "Sends a nonce, and never compares it.",
  spoil: byHand("nonce"),
};
