import type { Defect } from "../defect.ts";
import { redeemed, redeeming } from "../oidc-tokens/by-hand.ts";

const KNOWN = ["access_token", "token_type", "expires_in", "refresh_token", "scope", "id_token"];

export const tokenAnswerBySchema: Defect = {
  id: "token-answer-by-schema",
  description: "Reads the token answer by a schema that admits no member but those that it knows.",
  spoil: redeeming(
    async (redemption) =>
      (
        await redeemed(redemption, undefined, undefined, (answer) =>
          Object.keys(answer).every((name) => KNOWN.includes(name)),
        )
      ).claims,
  ),
};
