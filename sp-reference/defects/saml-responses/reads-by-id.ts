import type { Defect } from "../defect.ts";
import { byHand, withId } from "./by-hand.ts";

export const readsById: Defect = {
  id: "reads-by-id",
  description: "Verifies an assertion, and reads the first element of the document that has its ID.",
  spoil: byHand({ read: (root, covered) => withId(root, covered.getAttribute("ID") ?? "") }),
};
