import type { Defect } from "../defect.ts";
import { byHand } from "./by-hand.ts";

export const notBeforeUnchecked: Defect = {
  id: "not-before-unchecked",
  description: "Looks at exp, and not at nbf.",
  spoil: byHand("notBefore"),
};
