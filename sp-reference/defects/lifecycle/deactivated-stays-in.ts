import type { Defect } from "../defect.ts";

export const deactivatedStaysIn: Defect = {
  id: "deactivated-stays-in",
  description: "Deactivates the account for the next sign-in, and looks at no browser that is signed in already.",
  spoil: (workings) => ({ ...workings, session: { ...workings.session, outlives: () => true } }),
};
