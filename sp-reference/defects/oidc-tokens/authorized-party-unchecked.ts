import type { Defect } from "../defect.ts";
import { byHand } from "./by-hand.ts";

export const authorizedPartyUnchecked: Defect = {
  id: "authorized-party-unchecked",
  description:
    "Is content where it is one of the audiences of the ID token: whose token it is beside that (azp) is not read.",
  spoil: byHand("audience", ({ claims }, { connection }) => [claims["aud"]].flat().includes(connection.clientId)),
};
