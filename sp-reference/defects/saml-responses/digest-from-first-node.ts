import type { Defect } from "../defect.ts";
import { byHand } from "./by-hand.ts";

export const digestFromFirstNode: Defect = {
  id: "digest-from-first-node",
  description: "Reads a digest from the first node of its element, be it a comment: digestValue.firstChild.nodeValue.",
  spoil: byHand({ digest: ({ firstChild }) => firstChild?.nodeValue ?? "" }),
};
