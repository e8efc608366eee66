import { ProtocolFault } from "../../app/faults.ts";
import type { Defect } from "../defect.ts";
import { decoded, isSignedBy, keysOf, redeemed, redeeming, userInfoAnswer } from "./by-hand.ts";

export const userinfoAudienceUnread: Defect = {
  id: "userinfo-audience-unread",
  description: "Verifies a signed UserInfo answer by the issuer's keys, and does not ask for whom it is.",
  spoil: redeeming(async (redemption) => {
    const { claims, access_token } = await redeemed(redemption);
    const answer = await userInfoAnswer(redemption, access_token);
    const keys = await keysOf(redemption);
    const isSigned = typeof answer === "string" && keys.some((key) => isSignedBy(key, answer));
    const isDue = redemption.connection.userInfoAlg !== null;
    const told = typeof answer === "string" ? decoded(answer.split(".")[1] ?? "") : answer;
    const { iss = redemption.connection.issuer } = told;
    if (isSigned !== isDue || told["sub"] !== claims["sub"] || iss !== redemption.connection.issuer)
      throw new ProtocolFault("The identity provider's UserInfo could not be verified.");
    return { ...told, ...claims };
  }),
};
