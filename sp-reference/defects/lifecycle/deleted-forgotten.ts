import { deciding, type Defect } from "../defect.ts";

export const deletedForgotten: Defect = {
  id: "deleted-forgotten",
  description: "Remembers nothing of whom an administrator has removed.",
  spoil: deciding(({ admit }) => ({
    admit: (situation) => {
      const { found } = situation;
      return admit(found.departed === "hand" ? { ...situation, found: { ...found, departed: null } } : situation);
    },
  })),
};
