import type { Defect } from "../defect.ts";
import { byHand } from "./by-hand.ts";

export const accessTokenHashUnread: Defect = {
  id: "access-token-hash-unread",
  description: "Verifies the ID token by itself, and does not ask whether the access token beside it is its own.",
  spoil: byHand("nonce", (_told, _redemption, sound) => sound),
};
