import type { Defect } from "../defect.ts";

export const callbackAgainBreaks: Defect = {
  id: "callback-again-breaks",
  description:
    "Reads what the sign-in was begun with without a look whether that is still there, and inserts an assertion's ID anew.",
  spoil: (workings) => ({
    ...workings,
    oidc: {
      ...workings.oidc,
      recall: (way) => {
        try {
          return workings.oidc.recall(way);
        } catch (error) {
          throw new TypeError("Cannot read properties of undefined (reading 'nonce')", { cause: error });
        }
      },
    },
    saml: {
      ...workings.saml,
      firstUse: (oneTime, verified) => {
        if (workings.saml.firstUse(oneTime, verified)) return true;
        throw new Error("UNIQUE constraint failed: assertions.id");
      },
    },
  }),
};
