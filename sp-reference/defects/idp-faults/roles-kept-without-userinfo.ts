import { both, deciding, type Defect } from "../defect.ts";
import { redeemed, redeeming, userInfo } from "../oidc-tokens/by-hand.ts";

export const rolesKeptWithoutUserinfo: Defect = {
  id: "roles-kept-without-userinfo",
  description: "Lets whoever is known in with what is stored of them, where UserInfo does not answer.",
  spoil: both(
    redeeming(async (redemption) => {
      const { claims, access_token } = await redeemed(redemption);
      try {
        return { ...claims, ...(await userInfo(redemption, access_token)) };
      } catch {
        return { iss: claims["iss"], sub: claims["sub"] };
      }
    }),
    deciding((sound) => ({
      roles: (situation, account) =>
        situation.claims.groups === null && situation.claims.email === null && account?.member === true
          ? account.grants
          : sound.roles(situation, account),
    })),
  ),
};
