import type { Defect } from "../defect.ts";

export const sha1Accepted: Defect = {
  id: "sha1-accepted",
  description: "Takes whatever algorithm node-saml knows, and so SHA-1.",
  spoil: (workings) => ({
    ...workings,
    saml: {
      ...workings.saml,
      wrapper: (root, connection, idp) => workings.saml.wrapper(root, connection, idp, "defaults"),
    },
  }),
};
