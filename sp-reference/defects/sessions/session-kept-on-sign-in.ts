import type { Defect } from "../defect.ts";

export const sessionKeptOnSignIn: Defect = {
  id: "session-kept-on-sign-in",
  description: "Starts a session only where there is none: req.session.accountId ??= account.",
  spoil: (workings) => ({
    ...workings,
    session: {
      ...workings.session,
      start: async (req, account, max) => {
        if (req.session.accountId === undefined) await workings.session.start(req, account, max);
      },
    },
  }),
};
