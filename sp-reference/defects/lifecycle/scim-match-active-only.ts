import type { Defect } from "../defect.ts";

export const scimMatchActiveOnly: Defect = {
  id: "scim-match-active-only",
  description: "Looks for accounts among those that are active, as every list of people in the application does.",
  spoil: (workings) => ({
    ...workings,
    provisioning: {
      ...workings.provisioning,
      find: (lookup, connection, claims) => {
        const { pushed, byEmail, byUsername, ...found } = workings.provisioning.find(lookup, connection, claims);
        const active = (all: typeof pushed) => all.filter(({ status }) => status === "active");
        return { ...found, pushed: active(pushed), byEmail: active(byEmail), byUsername: active(byUsername) };
      },
    },
  }),
};
