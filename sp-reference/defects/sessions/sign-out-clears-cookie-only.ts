import type { Defect } from "../defect.ts";

export const signOutClearsCookieOnly: Defect = {
  id: "sign-out-clears-cookie-only",
  description: "Takes the session's cookie out of the browser, and calls that signing out.",
  spoil: (workings) => ({
    ...workings,
    session: {
      ...workings.session,
      end: (_req, res) => {
        res.clearCookie("sp.session");
        return Promise.resolve();
      },
    },
  }),
};
