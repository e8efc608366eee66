import type { Defect } from "../defect.ts";

export const logoutOfThisBrowser: Defect = {
  id: "logout-of-this-browser",
  description: "Ends the session of the browser that brings a LogoutRequest, and does not look whom that names.",
  spoil: (workings) => ({
    ...workings,
    session: {
      ...workings.session,
      endAt: (db, ended, req) => {
        if (req.session.accountId === undefined) workings.session.endAt(db, ended, req);
        else db.prepare("DELETE FROM sessions WHERE sid = ?").run(req.sessionID);
      },
    },
  }),
};
