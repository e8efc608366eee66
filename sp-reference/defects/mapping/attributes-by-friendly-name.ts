import type { Defect } from "../defect.ts";

export const attributesByFriendlyName: Defect = {
  id: "attributes-by-friendly-name",
  description: "Reads attributes by their FriendlyName, which looks nicer, and by Name where they have none.",
  spoil: (workings) => ({
    ...workings,
    saml: {
      ...workings.saml,
      reads: {
        ...workings.saml.reads,
        attribute: (attribute) => attribute.getAttribute("FriendlyName") ?? workings.saml.reads.attribute(attribute),
      },
    },
  }),
};
