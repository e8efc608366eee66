import type { Defect } from "../defect.ts";

export const signOutForgetsNothing: Defect = {
  id: "sign-out-forgets-nothing",
  description: "Leads home after signing out, and leaves the session as it is.",
  spoil: (workings) => ({ ...workings, session: { ...workings.session, end: () => Promise.resolve() } }),
};
