import type { Defect } from "../defect.ts";
import { byHand } from "./by-hand.ts";

export const algNoneVerifies: Defect = {
  id: "alg-none-verifies",
  description: "Verifies by the algorithm that the token names, and none is one of them.",
  spoil: byHand("signature", ({ header }, _redemption, sound) => header["alg"] === "none" || sound),
};
