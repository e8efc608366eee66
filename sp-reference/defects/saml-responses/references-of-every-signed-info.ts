import type { Element } from "@xmldom/xmldom";
import type { Defect } from "../defect.ts";
import { below, byHand, DSIG } from "./by-hand.ts";

export const referencesOfEverySignedInfo: Defect = {
  id: "references-of-every-signed-info",
  description: "Verifies the first SignedInfo of a signature, and takes what any of them refers to for signed.",
  spoil: byHand({
    signed: (signature) => below(signature, DSIG, "SignedInfo").slice(0, 1),
    covered: (signature) => {
      const parent = signature.parentNode as Element;
      const references = below(signature, DSIG, "SignedInfo", "Reference");
      return references.some((one) => one.getAttribute("URI") === `#${parent.getAttribute("ID") ?? ""}`)
        ? parent
        : undefined;
    },
  }),
};
