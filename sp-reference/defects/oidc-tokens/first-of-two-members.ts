import type { Defect } from "../defect.ts";
import { redeemed, redeeming } from "./by-hand.ts";

export const firstOfTwoMembers: Defect = {
  id: "first-of-two-members",
  description: "Takes the subject out of the text of the ID token, where it stands first.",
  spoil: redeeming(async (redemption) => {
    const { claims, token } = await redeemed(redemption);
    const text = Buffer.from(token.split(".")[1] ?? "", "base64url").toString("utf8");
    return { ...claims, sub: /"sub"\s*:\s*"([^"]*)"/.exec(text)?.[1] };
  }),
};
