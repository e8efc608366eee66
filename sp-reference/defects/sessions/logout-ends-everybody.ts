import type { Defect } from "../defect.ts";

export const logoutEndsEverybody: Defect = {
  id: "logout-ends-everybody",
  description: "Ends the sessions of the connection that the sign-out came by, since that is the column with an index.",
  spoil: (workings) => ({
    ...workings,
    session: {
      ...workings.session,
      endAt: (db, { connection }) => {
        db.prepare("DELETE FROM sessions WHERE connection = ?").run(connection);
      },
    },
  }),
};
