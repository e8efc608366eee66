import type { Defect } from "../defect.ts";
import { byHand } from "./by-hand.ts";

export const issuedAtUnread: Defect = {
  id: "issued-at-unread",
  description: "Looks at every claim of the ID token that says for whom and until when it is, and not at its iat.",
  spoil: byHand("expiry", (_told, _redemption, sound) => sound),
};
