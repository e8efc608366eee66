import { deciding, type Defect } from "../defect.ts";

export const emailCollisionMerges: Defect = {
  id: "email-collision-merges",
  description: "When the new email belongs to another account, signs in to that one.",
  spoil: deciding((sound) => ({
    recognize: (situation) => {
      const own = sound.recognize(situation);
      return own === null ? null : (situation.found.byEmail.find(({ id }) => id !== own.id) ?? own);
    },
  })),
};
