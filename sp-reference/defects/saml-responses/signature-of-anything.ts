import type { Defect } from "../defect.ts";
import { ASSERTION, DSIG, anywhere, below, byHand, rootOf, withId } from "./by-hand.ts";

export const signatureOfAnything: Defect = {
  id: "signature-of-anything",
  description:
    "Looks for a signature anywhere, verifies it over whatever it names, and reads the Response's assertion.",
  spoil: byHand({
    signatures: (root) => anywhere(root, DSIG, "Signature"),
    covered: (signature, id) => withId(rootOf(signature), id),
    read: (root) => below(root, ASSERTION, "Assertion")[0],
  }),
};
