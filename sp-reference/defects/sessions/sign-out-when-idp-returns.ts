import type { Defect } from "../defect.ts";

export const signOutWhenIdpReturns: Defect = {
  id: "sign-out-when-idp-returns",
  description:
    "Ends its own session when the identity provider leads the person back, and not before it leads them there.",
  spoil: (workings) => ({
    ...workings,
    session: {
      ...workings.session,
      leave: async (req, res, { end, address }) => {
        const there = await address();
        if (there === null) await workings.session.leave(req, res, { end, address: async () => null });
        else res.redirect(303, there);
      },
      back: async (req, res) => {
        await workings.session.end(req, res);
        await workings.session.back(req, res);
      },
    },
  }),
};
