import { deciding, type Defect } from "../defect.ts";

export const nobodyWithoutARole: Defect = {
  id: "nobody-without-a-role",
  description: "Makes whoever has no role a member, for pages that take for granted that everybody has one.",
  spoil: deciding((sound) => ({
    roles: (situation, account) => {
      const grants = sound.roles(situation, account);
      return "kind" in grants || grants.length > 0 ? grants : [{ role: "member", origin: "default" }];
    },
  })),
};
