import type { Defect } from "../defect.ts";

export const emailCaseSensitive: Defect = {
  id: "email-case-sensitive",
  description: "Compares addresses with ===.",
  spoil: (workings) => ({
    ...workings,
    provisioning: {
      ...workings.provisioning,
      find: (lookup, connection, claims) => {
        const found = workings.provisioning.find(lookup, connection, claims);
        return { ...found, byEmail: found.byEmail.filter(({ email }) => email === claims.email) };
      },
    },
  }),
};
