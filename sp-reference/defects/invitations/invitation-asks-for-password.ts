import type { Defect } from "../defect.ts";

export const invitationAsksForPassword: Defect = {
  id: "invitation-asks-for-password",
  description: "Offers a password alone to whoever is invited, also where the organization lets nobody in by one.",
  spoil: (workings) => ({
    ...workings,
    page: {
      ...workings.page,
      invitation: (res, { title }) =>
        void import("../../app/render.ts").then(({ render }) =>
          render(res, "password", { title: `${title} invites you`, key: "" }),
        ),
    },
  }),
};
