import type { Defect } from "../defect.ts";
import { redeemed, redeeming } from "../oidc-tokens/by-hand.ts";

export const tokenTypeByLetter: Defect = {
  id: "token-type-by-letter",
  description: 'Compares token_type with "Bearer", letter by letter.',
  spoil: redeeming(
    async (redemption) =>
      (await redeemed(redemption, undefined, undefined, ({ token_type }) => token_type === "Bearer")).claims,
  ),
};
