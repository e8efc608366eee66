import type { Defect } from "../defect.ts";
import { byHand } from "../oidc-tokens/by-hand.ts";

export const audienceAsText: Defect = {
  id: "audience-as-text",
  description: "Compares the audience as a text: claims.aud === clientId.",
  spoil: byHand("audience", ({ claims }, { connection }) => claims["aud"] === connection.clientId),
};
