import { deciding, type Defect } from "../defect.ts";

export const profileNeverUpdated: Defect = {
  id: "profile-never-updated",
  description: "Writes the names at creation and never again.",
  spoil: deciding(() => ({
    profile: (_situation, { profile, attributes }) => ({ profile, attributes }),
  })),
};
