import type { Defect } from "../defect.ts";

export const refreshKeepsRoles: Defect = {
  id: "refresh-keeps-roles",
  description:
    "Asks the identity provider again only whether it still knows the person: what else it says is not read.",
  spoil: (workings) => ({
    ...workings,
    session: { ...workings.session, refreshed: async (res) => res.redirect(303, "/account") },
  }),
};
