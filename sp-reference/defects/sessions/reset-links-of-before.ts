import type { Defect } from "../defect.ts";

export const resetLinksOfBefore: Defect = {
  id: "reset-links-of-before",
  description: "Ends the link that was followed, and leaves the account's others good for their hour.",
  spoil: (workings) => ({
    ...workings,
    reset: {
      ...workings.reset,
      counts: ({ email }, account) => account.email?.toLowerCase() === email.toLowerCase(),
    },
  }),
};
