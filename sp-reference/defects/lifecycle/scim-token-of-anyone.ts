import type { Defect } from "../defect.ts";

export const scimTokenOfAnyone: Defect = {
  id: "scim-token-of-anyone",
  description:
    "Looks for the token of a push among those of all organizations, and takes the organization from the address.",
  spoil: (workings, app) => ({
    ...workings,
    scim: {
      ...workings.scim,
      knows: (authorization) =>
        [...app().organizations.values()].some((organization) => workings.scim.knows(authorization, organization)),
    },
  }),
};
