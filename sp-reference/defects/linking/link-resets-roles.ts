import { deciding, type Defect } from "../defect.ts";

export const linkResetsRoles: Defect = {
  id: "link-resets-roles",
  description: "Sets up a linked account as a new one, and writes the roles of the groups over its own.",
  spoil: deciding((sound) => ({
    roles: (situation, account) => sound.roles(situation, situation.found.byIdentity === null ? null : account),
  })),
};
