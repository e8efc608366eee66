import type { Defect } from "../defect.ts";
import { byHand } from "./by-hand.ts";

export const idTokenIssuerUnchecked: Defect = {
  id: "id-token-issuer-unchecked",
  description:
    "Verifies the ID token by hand with the keys of the issuer, and does not compare who it says that it comes from.",
  spoil: byHand("issuer"),
};
