import type { Defect } from "../defect.ts";
import { byHand } from "../oidc-tokens/by-hand.ts";

export const wholeSecondsAlone: Defect = {
  id: "whole-seconds-alone",
  description: "Takes exp for a time only where it is a whole number: Number.isInteger(claims.exp).",
  spoil: byHand("expiry", ({ claims }, _redemption, sound) => sound && Number.isInteger(claims["exp"])),
};
