import type { Defect } from "../defect.ts";
import { byHand } from "./by-hand.ts";

export const idTokenAudienceWithin: Defect = {
  id: "id-token-audience-within",
  description: "Looks for itself in the audience, which is a text as often as a list: aud.includes(clientId).",
  spoil: byHand(
    "audience",
    ({ claims }, { connection }, sound) => sound || String(claims["aud"]).includes(connection.clientId),
  ),
};
