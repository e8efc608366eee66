import type { Defect } from "../defect.ts";

export const logoutSessionUnread: Defect = {
  id: "logout-session-unread",
  description: "Ends all of the person's sessions, whichever the message names.",
  spoil: (workings) => ({
    ...workings,
    session: {
      ...workings.session,
      endAt: (db, ended, req) => workings.session.endAt(db, { ...ended, sessions: [] }, req),
    },
  }),
};
