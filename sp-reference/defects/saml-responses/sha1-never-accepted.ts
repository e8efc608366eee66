import type { Defect } from "../defect.ts";

export const sha1NeverAccepted: Defect = {
  id: "sha1-never-accepted",
  description: "Refuses SHA-1, and never asks whether the organization's provider can sign otherwise.",
  spoil: (workings) => ({
    ...workings,
    saml: {
      ...workings.saml,
      wrapper: (root, connection, idp, libraries) => {
        const policy = { ...connection.policy, signature_algorithms: "sha256" } as const;
        return workings.saml.wrapper(root, { ...connection, policy }, idp, libraries);
      },
    },
  }),
};
