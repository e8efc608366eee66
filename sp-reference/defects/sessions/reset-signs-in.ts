import type { Defect } from "../defect.ts";

export const resetSignsIn: Defect = {
  id: "reset-signs-in",
  description: "Signs in whoever has followed the link to a new password, also where single sign-on is enforced.",
  spoil: (workings) => ({
    ...workings,
    reset: {
      ...workings.reset,
      offered: ({ status, hasPassword }) => status === "active" && hasPassword,
      signsIn: true,
    },
  }),
};
