import type { Defect } from "../defect.ts";

export const lastSignInAtCreation: Defect = {
  id: "last-sign-in-at-creation",
  description: "Notes when somebody signed in where their account is made, and not when they come back.",
  spoil: (workings) => ({
    ...workings,
    provisioning: {
      ...workings.provisioning,
      stamp: (store, account, decision) => {
        if (decision.kind === "create") workings.provisioning.stamp(store, account, decision);
      },
    },
  }),
};
