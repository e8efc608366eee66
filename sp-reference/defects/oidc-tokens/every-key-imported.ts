import { createPublicKey } from "node:crypto";
import type { Defect } from "../defect.ts";
import { byHand } from "./by-hand.ts";

export const everyKeyImported: Defect = {
  id: "every-key-imported",
  description: "Makes keys of all that the issuer's set has, to look for the right one then: keys.map(importKey).",
  spoil: byHand("signature", ({ keys }, _redemption, sound) => {
    try {
      for (const key of keys) createPublicKey({ key, format: "jwk" });
      return sound;
    } catch {
      return false;
    }
  }),
};
