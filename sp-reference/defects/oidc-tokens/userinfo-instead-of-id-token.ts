import type { Defect } from "../defect.ts";
import { redeeming, tokens, userInfo } from "./by-hand.ts";

export const userinfoInsteadOfIdToken: Defect = {
  id: "userinfo-instead-of-id-token",
  description: "Throws the ID token away, and signs in whoever UserInfo names.",
  spoil: redeeming(async (redemption) => {
    const { access_token = "" } = await tokens(redemption);
    return await userInfo(redemption, access_token);
  }),
};
