import type { Defect } from "../defect.ts";

export const logoutEndsNothing: Defect = {
  id: "logout-ends-nothing",
  description: "Looks for the sessions to end by the account's id, which the identity provider has never heard of.",
  spoil: (workings) => ({
    ...workings,
    session: {
      ...workings.session,
      endAt: (db, { subject }) => {
        db.prepare("DELETE FROM sessions WHERE account_id = ?").run(subject);
      },
    },
  }),
};
