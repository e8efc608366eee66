import type { Defect } from "../defect.ts";
import { redeemed, redeeming, userInfo } from "./by-hand.ts";

export const userinfoSubjectUnchecked: Defect = {
  id: "userinfo-subject-unchecked",
  description: "Spreads UserInfo over the ID token's claims, and does not compare whom the two are about.",
  spoil: redeeming(async (redemption) => {
    const { claims, access_token } = await redeemed(redemption);
    return { ...claims, ...(await userInfo(redemption, access_token)) };
  }),
};
