import type { Defect } from "../defect.ts";

export const callbackAgainBreaks: Defect = {
  id: "callback-again-breaks",
  description: "Reads the nonce of what the sign-in was begun with, without a look whether that is still there.",
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
  }),
};
