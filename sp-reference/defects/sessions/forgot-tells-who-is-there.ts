import type { Defect } from "../defect.ts";

export const forgotTellsWhoIsThere: Defect = {
  id: "forgot-tells-who-is-there",
  description: "Tells who asks for a new password that there is no such account, so that they correct what they typed.",
  spoil: (workings) => ({
    ...workings,
    reset: {
      ...workings.reset,
      told: (sent) => (sent ? workings.reset.told(sent) : "There is no account with this address."),
    },
  }),
};
