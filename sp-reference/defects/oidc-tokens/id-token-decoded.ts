import type { Defect } from "../defect.ts";
import { byHand } from "./by-hand.ts";

export const idTokenDecoded: Defect = {
  id: "id-token-decoded",
  description: "Decodes the ID token without verifying its signature: jwt_decode(id_token).",
  spoil: byHand("signature"),
};
