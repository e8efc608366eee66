import type { Defect } from "../defect.ts";

export const invitationOfUnverified: Defect = {
  id: "invitation-of-unverified",
  description: "Looks the invitation up by the address, and does not ask whether the address is verified.",
  spoil: (workings) => ({
    ...workings,
    provisioning: {
      ...workings.provisioning,
      find: (lookup, connection, claims) =>
        workings.provisioning.find(lookup, connection, {
          ...claims,
          emailVerified: claims.emailVerified === false ? null : claims.emailVerified,
        }),
    },
  }),
};
