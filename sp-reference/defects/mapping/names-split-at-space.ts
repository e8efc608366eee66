import { deciding, type Defect } from "../defect.ts";

export const namesSplitAtSpace: Defect = {
  id: "names-split-at-space",
  description: "Cuts the given and the family name out of the whole one: const [given, family] = name.split(' ').",
  spoil: deciding((sound) => ({
    complete: (situation, identity) => {
      const { profile } = situation.claims;
      const [given_name = null, family_name = null] = profile.name?.split(" ") ?? [];
      const cut = { ...profile, given_name, family_name };
      return sound.complete({ ...situation, claims: { ...situation.claims, profile: cut } }, identity);
    },
  })),
};
