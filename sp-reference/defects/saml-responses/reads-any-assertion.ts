import type { Defect } from "../defect.ts";
import { ASSERTION, anywhere, byHand } from "./by-hand.ts";

export const readsAnyAssertion: Defect = {
  id: "reads-any-assertion",
  description: "Verifies the assertion that is signed, and reads the first one anywhere in the document: //Assertion.",
  spoil: byHand({ read: (root) => anywhere(root, ASSERTION, "Assertion")[0] }),
};
