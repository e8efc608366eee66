import type { Defect } from "../defect.ts";
import { byHand } from "./by-hand.ts";

export const firstOfTwoAudiences: Defect = {
  id: "first-of-two-audiences",
  description: "Takes the audience out of the text of the ID token, where it stands first.",
  spoil: byHand("audience", ({ token }, { connection }) => {
    const text = Buffer.from(token.split(".")[1] ?? "", "base64url").toString("utf8");
    return /"aud"\s*:\s*"([^"]*)"/.exec(text)?.[1] === connection.clientId;
  }),
};
