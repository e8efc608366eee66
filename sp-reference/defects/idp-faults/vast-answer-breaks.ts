import type { Defect } from "../defect.ts";
import { redeemed, redeeming, userInfo } from "../oidc-tokens/by-hand.ts";

const MOST = 1_000_000;

export const vastAnswerBreaks: Defect = {
  id: "vast-answer-breaks",
  description: "Reads no more than a megabyte of an answer, and has no words for what is longer.",
  spoil: redeeming(async (redemption) => {
    const { claims, access_token } = await redeemed(redemption, undefined, undefined, isShort);
    const told = await userInfo(redemption, access_token);
    isShort(told);
    return { ...told, ...claims };
  }),
};

/** Throws RangeError where it is not. */
function isShort(answer: object): true {
  if (JSON.stringify(answer).length > MOST) throw new RangeError("max content length exceeded");
  return true;
}
