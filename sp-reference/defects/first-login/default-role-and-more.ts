import { deciding, type Defect } from "../defect.ts";

export const defaultRoleAndMore: Defect = {
  id: "default-role-and-more",
  description: "Inserts the account with the column's default role, and adds the one of the policy.",
  spoil: deciding((sound) => ({
    roles: (situation, account) => {
      const grants = sound.roles(situation, account);
      const [column] = Object.values(situation.connection.roles);
      if (account !== null || "kind" in grants || column === undefined) return grants;
      return [...grants, { role: column, origin: "default" }];
    },
  })),
};
