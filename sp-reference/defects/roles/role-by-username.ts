import { deciding, type Defect } from "../defect.ts";

export const roleByUsername: Defect = {
  id: "role-by-username",
  description: "Makes whoever is called admin the administrator, so that somebody can set the SP up.",
  spoil: deciding((sound) => ({
    roles: (situation, account) => {
      const grants = sound.roles(situation, account);
      const isAdmin = situation.claims.profile.username === "admin";
      return "kind" in grants || !isAdmin ? grants : [...grants, { role: "admin", origin: "default" }];
    },
  })),
};
