import { deciding, type Defect } from "../defect.ts";

export const linkPassesOverBound: Defect = {
  id: "link-passes-over-bound",
  description: "Looks for an account that no identity provider made, and makes another one where there is none.",
  spoil: deciding((sound) => ({
    match: (situation) => {
      const byEmail = situation.found.byEmail.filter(({ identities }) => identities.length === 0);
      return sound.match({ ...situation, found: { ...situation.found, byEmail } });
    },
  })),
};
