import { deciding, type Defect } from "../defect.ts";

export const namesRequired500: Defect = {
  id: "names-required-500",
  description: "Composes the display name from the given and family names: family_name.trim().",
  spoil: deciding((sound) => ({
    complete: (situation, identity) => {
      const { given_name, family_name } = situation.claims.profile;
      const name = `${(given_name as string).trim()} ${(family_name as string).trim()}`;
      const profile = { ...situation.claims.profile, name: situation.claims.profile.name ?? name };
      return sound.complete({ ...situation, claims: { ...situation.claims, profile } }, identity);
    },
  })),
};
