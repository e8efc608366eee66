import type { Defect } from "../defect.ts";

export const attributesByLastSegment: Defect = {
  id: "attributes-by-last-segment",
  description: "Cuts long attribute names down to what stands behind the last slash or colon.",
  spoil: (workings) => ({
    ...workings,
    saml: {
      ...workings.saml,
      reads: {
        ...workings.saml.reads,
        attribute: (attribute) => workings.saml.reads.attribute(attribute).replace(/^.*[/:#]/s, ""),
      },
    },
  }),
};
