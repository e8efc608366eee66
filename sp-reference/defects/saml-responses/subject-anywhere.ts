import type { Element } from "@xmldom/xmldom";
import type { Defect } from "../defect.ts";
import { ASSERTION, below, byHand } from "./by-hand.ts";

export const subjectAnywhere: Defect = {
  id: "subject-anywhere",
  description: "Reads the first Subject below the assertion, however deep: getElementsByTagName.",
  spoil: byHand({
    read: (_root, covered) => {
      const [first] = covered.getElementsByTagNameNS(ASSERTION, "Subject");
      const read = covered.cloneNode(true) as Element;
      for (const own of below(read, ASSERTION, "Subject")) if (first) read.replaceChild(first.cloneNode(true), own);
      return read;
    },
  }),
};
