import type { Defect } from "../defect.ts";
import { firstAssertion } from "./raw.ts";

export const textBeforeComment: Defect = {
  id: "text-before-comment",
  description: "Reads the first text node of an element, which ends at a comment: element.firstChild.nodeValue.",
  spoil: (workings) => ({
    ...workings,
    saml: {
      ...workings.saml,
      // The bytes that were verified hold no comment any more.
      signedAssertion: async (reception) => {
        await workings.saml.signedAssertion(reception);
        return await firstAssertion(reception);
      },
      reads: { ...workings.saml.reads, text: (element) => element?.firstChild?.nodeValue ?? "" },
    },
  }),
};
