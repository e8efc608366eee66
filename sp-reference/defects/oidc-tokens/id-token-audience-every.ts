import type { Defect } from "../defect.ts";
import { byHand } from "./by-hand.ts";

export const idTokenAudienceEvery: Defect = {
  id: "id-token-audience-every",
  description: "Asks that every audience of the ID token is its own: of a list without members each is.",
  spoil: byHand("audience", ({ claims }, { connection }) =>
    [claims["aud"]].flat().every((audience) => audience === connection.clientId),
  ),
};
