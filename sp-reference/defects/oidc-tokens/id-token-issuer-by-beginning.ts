import type { Defect } from "../defect.ts";
import { byHand } from "./by-hand.ts";

export const idTokenIssuerByBeginning: Defect = {
  id: "id-token-issuer-by-beginning",
  description: "Compares the beginning of the issuer, since every tenant's has a path of its own.",
  spoil: byHand("issuer", ({ claims }, { connection }) => String(claims["iss"]).startsWith(connection.issuer)),
};
