import { both, pushing, type Defect } from "../defect.ts";

export const scimLeavesSessions: Defect = {
  id: "scim-leaves-sessions",
  description: "Deactivates the account for the next sign-in, and leaves its sessions to end by themselves.",
  spoil: both(
    pushing(() => ({
      setActive: ({ db }, id, active) => {
        db.prepare("UPDATE accounts SET status = ? WHERE id = ?").run(active ? "active" : "deactivated", id);
      },
    })),
    (workings) => ({ ...workings, session: { ...workings.session, lasts: () => true } }),
  ),
};
