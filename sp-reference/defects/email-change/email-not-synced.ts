import { deciding, type Defect } from "../defect.ts";

export const emailNotSynced: Defect = {
  id: "email-not-synced",
  description: "Writes the email at creation and never again.",
  spoil: deciding(() => ({
    email: (_situation, { email, emailVerified }) => ({ value: { email, emailVerified }, warnings: [] }),
  })),
};
