import { deciding, type Defect } from "../defect.ts";

export const emptyGroupsIgnored: Defect = {
  id: "empty-groups-ignored",
  description: "Synchronizes roles only if (groups.length), so an empty list keeps every role.",
  spoil: deciding((sound) => ({
    roles: (situation, account) =>
      situation.claims.groups?.length === 0 && account?.member === true
        ? account.grants
        : sound.roles(situation, account),
  })),
};
