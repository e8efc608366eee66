import type { Defect } from "../defect.ts";
import { DSIG, below, byHand } from "./by-hand.ts";

export const anySignedInfo: Defect = {
  id: "any-signed-info",
  description:
    "Finds each SignedInfo of a signature in a loop, and is content where one was signed and one has the digest.",
  spoil: byHand({ signed: (signature) => below(signature, DSIG, "SignedInfo") }),
};
