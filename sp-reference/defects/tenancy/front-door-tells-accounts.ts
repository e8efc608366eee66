import type { Defect } from "../defect.ts";

export const frontDoorTellsAccounts: Defect = {
  id: "front-door-tells-accounts",
  description:
    "Asks whoever has an account for their password, and tells others that nobody has one with that address.",
  spoil: (workings, app) => ({
    ...workings,
    frontDoor: {
      ...workings.frontDoor,
      unknown: (res, email) => {
        const known = app()
          .db.prepare<[string], { readonly id: string }>("SELECT id FROM accounts WHERE lower(email) = lower(?)")
          .get(email);
        if (known !== undefined) res.redirect(303, "/auth/password");
        else
          void import("../../app/render.ts").then(({ render }) =>
            render(res.status(404), "refused", {
              title: "No account found",
              message: `Nobody here has the address ${email}.`,
              facts: {},
              retry: "/auth/email",
            }),
          );
      },
    },
  }),
};
