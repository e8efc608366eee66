import type { Defect } from "../defect.ts";

export const logoutOfAnyIssuer: Defect = {
  id: "logout-of-any-issuer",
  description: "Ends the sessions of the subject that the verified message names, at whichever issuer they began.",
  spoil: (workings) => ({
    ...workings,
    session: {
      ...workings.session,
      endAt: (db, { subject }) => {
        db.prepare("DELETE FROM sessions WHERE subject = ?").run(subject);
      },
    },
  }),
};
