import type { Defect } from "../defect.ts";
import { byHand } from "./by-hand.ts";

export const unknownKeyUnverified: Defect = {
  id: "unknown-key-unverified",
  description:
    "Verifies where it finds the key, and passes over a kid that it does not know: the issuer may have rotated.",
  spoil: byHand(
    "signature",
    ({ header, keys }, _redemption, sound) => sound || !keys.some(({ kid }) => kid === header["kid"]),
  ),
};
