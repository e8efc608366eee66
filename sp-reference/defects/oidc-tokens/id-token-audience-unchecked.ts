import type { Defect } from "../defect.ts";
import { byHand } from "./by-hand.ts";

export const idTokenAudienceUnchecked: Defect = {
  id: "id-token-audience-unchecked",
  description: "Verifies the ID token by hand, and forgets to ask whom it is for.",
  spoil: byHand("audience"),
};
