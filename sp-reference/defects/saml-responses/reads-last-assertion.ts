import type { Defect } from "../defect.ts";
import { ASSERTION, anywhere, byHand } from "./by-hand.ts";

export const readsLastAssertion: Defect = {
  id: "reads-last-assertion",
  description: "Verifies the assertion that is signed, and reads the last one: the others were overwritten in a loop.",
  spoil: byHand({ read: (root) => anywhere(root, ASSERTION, "Assertion").at(-1) }),
};
