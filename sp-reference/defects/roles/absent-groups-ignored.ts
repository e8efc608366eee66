import { deciding, type Defect } from "../defect.ts";

export const absentGroupsIgnored: Defect = {
  id: "absent-groups-ignored",
  description: "Synchronizes roles only if (claims.groups), so a missing claim keeps every role.",
  spoil: deciding((sound) => ({
    roles: (situation, account) =>
      situation.claims.groups === null && account?.member === true ? account.grants : sound.roles(situation, account),
  })),
};
