import type { Defect } from "../defect.ts";
import { byHand } from "../oidc-tokens/by-hand.ts";

export const claimsBySchema: Defect = {
  id: "claims-by-schema",
  description: "Reads the ID token by a schema that admits no claim whose name is an address of its own.",
  spoil: byHand(
    "issuer",
    ({ claims }, _redemption, sound) => sound && !Object.keys(claims).some((name) => name.includes(":")),
  ),
};
