import type { Defect } from "../defect.ts";
import { byHand } from "./by-hand.ts";

export const idTokenExtensionsUnchecked: Defect = {
  id: "id-token-extensions-unchecked",
  description: "Verifies the ID token by hand, and has never heard of crit.",
  spoil: byHand("extensions"),
};
