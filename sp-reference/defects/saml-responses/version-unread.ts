import type { Defect } from "../defect.ts";

export const versionUnread: Defect = {
  id: "version-unread",
  description: "Reads the assertion without a look at its Version.",
  spoil: (workings) => ({
    ...workings,
    saml: { ...workings.saml, reads: { ...workings.saml.reads, version: () => null } },
  }),
};
