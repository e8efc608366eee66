import type { Defect } from "../defect.ts";

export const resetGivesPassword: Defect = {
  id: "reset-gives-password",
  description: "Sends a link to a new password to every active account, also to who came by single sign-on.",
  spoil: (workings) => ({ ...workings, reset: { ...workings.reset, offered: ({ status }) => status === "active" } }),
};
