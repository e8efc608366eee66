import type { Defect } from "../defect.ts";
import { byHand } from "./by-hand.ts";

export const whateverTheIssuerSigned: Defect = {
  id: "whatever-the-issuer-signed",
  description: "Verifies that the issuer signed the token, lately, and asks neither for whom nor for which sign-in.",
  spoil: byHand(["audience", "nonce"]),
};
