import { ProtocolFault } from "../../app/faults.ts";
import type { Defect } from "../defect.ts";
import { redeemed, redeeming, userInfo } from "./by-hand.ts";

export const userinfoSignatureUnread: Defect = {
  id: "userinfo-signature-unread",
  description: "Decodes a signed UserInfo answer, and looks at its sub alone: jwt_decode(userinfo).",
  spoil: redeeming(async (redemption) => {
    const { claims, access_token } = await redeemed(redemption);
    const told = await userInfo(redemption, access_token);
    if (told["sub"] !== claims["sub"]) throw new ProtocolFault("UserInfo is about somebody else.");
    return { ...told, ...claims };
  }),
};
