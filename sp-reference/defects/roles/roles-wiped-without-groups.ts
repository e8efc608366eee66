import { deciding, type Defect } from "../defect.ts";

export const rolesWipedWithoutGroups: Defect = {
  id: "roles-wiped-without-groups",
  description: "Clears every role of a person who comes with no group, the ones given by hand too.",
  spoil: deciding((sound) => ({
    roles: (situation, account) => {
      const grants = sound.roles(situation, account);
      const empty = (situation.claims.groups ?? []).length === 0;
      return empty && account?.member === true && !("kind" in grants) ? [] : grants;
    },
  })),
};
