import type { Defect } from "../defect.ts";
import { redeemed, redeeming } from "../oidc-tokens/by-hand.ts";

export const expiresInDemanded: Defect = {
  id: "expires-in-demanded",
  description: "Counts from expires_in when the access token ends, and refuses an answer that does not say it.",
  spoil: redeeming(
    async (redemption) =>
      (await redeemed(redemption, undefined, undefined, ({ expires_in }) => typeof expires_in === "number")).claims,
  ),
};
