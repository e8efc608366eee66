import type { Defect } from "../defect.ts";

export const scimMatchByUsernameToo: Defect = {
  id: "scim-match-by-username-too",
  description: "Looks for the account that was pushed by the username, where the declared key finds none.",
  spoil: (workings) => ({
    ...workings,
    provisioning: {
      ...workings.provisioning,
      find: (lookup, connection, claims) => {
        const found = workings.provisioning.find(lookup, connection, claims);
        const { username } = claims.profile;
        if (found.pushed.length > 0 || username === null) return found;
        return { ...found, pushed: lookup.pushed(connection.organization.name, "userName", username) };
      },
    },
  }),
};
