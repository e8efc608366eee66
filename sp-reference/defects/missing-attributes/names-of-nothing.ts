import { deciding, type Defect } from "../defect.ts";

export const namesOfNothing: Defect = {
  id: "names-of-nothing",
  description: "Composes the display name in a template, and stores what that prints for a name that is missing.",
  spoil: deciding((sound) => ({
    complete: (situation, identity) => {
      const { given_name, family_name } = situation.claims.profile;
      const name = `${String(given_name ?? undefined)} ${String(family_name ?? undefined)}`;
      const profile = { ...situation.claims.profile, name: situation.claims.profile.name ?? name };
      return sound.complete({ ...situation, claims: { ...situation.claims, profile } }, identity);
    },
  })),
};
