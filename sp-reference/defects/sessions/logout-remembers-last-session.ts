import type { Defect } from "../defect.ts";

export const logoutRemembersLastSession: Defect = {
  id: "logout-remembers-last-session",
  description:
    "Keeps beside the account, and not beside each session, which session a sign-out is to end: the last one.",
  spoil: (workings) => {
    const last = new Map<string, string>();
    return {
      ...workings,
      session: {
        ...workings.session,
        start: async (req, account, max, begunBy) => {
          await workings.session.start(req, account, max, begunBy);
          if (begunBy !== undefined) last.set(`${begunBy.connection} ${begunBy.subject}`, req.sessionID);
        },
        endAt: (db, { connection, subject }) => {
          db.prepare("DELETE FROM sessions WHERE sid = ?").run(last.get(`${connection} ${subject}`) ?? null);
        },
      },
    };
  },
};
