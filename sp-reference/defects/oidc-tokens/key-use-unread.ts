import type { Defect } from "../defect.ts";
import { byHand, isSignedBy } from "./by-hand.ts";

export const keyUseUnread: Defect = {
  id: "key-use-unread",
  description: "Takes the issuer's key that `kid` names, whatever it is for.",
  spoil: byHand("signature", ({ token, header, keys }) => {
    const key = keys.find(({ kid }) => kid === header["kid"]);
    return key !== undefined && ["RS256", "ES256"].includes(String(header["alg"])) && isSignedBy(key, token);
  }),
};
