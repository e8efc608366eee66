import type { Defect } from "../defect.ts";

export const lastSignInByPassword: Defect = {
  id: "last-sign-in-by-password",
  description: "Notes when somebody signed in at the password's door alone: by single sign-on nobody ever did.",
  spoil: (workings) => ({ ...workings, provisioning: { ...workings.provisioning, stamp: () => {} } }),
};
