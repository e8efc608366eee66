import type { Defect } from "../defect.ts";

export const resetLeavesSessions: Defect = {
  id: "reset-leaves-sessions",
  description: "Writes the new password, and leaves whoever is signed in where they are.",
  spoil: (workings, app) => ({
    ...workings,
    reset: {
      ...workings.reset,
      set: (_store, account, hash) => {
        app().db.prepare("UPDATE accounts SET password_hash = ? WHERE id = ?").run(hash, account);
      },
    },
  }),
};
