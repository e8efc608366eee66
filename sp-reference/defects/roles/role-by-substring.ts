import { deciding, type Defect } from "../defect.ts";

export const roleBySubstring: Defect = {
  id: "role-by-substring",
  description: "Grants the role where a group's name contains the mapped one.",
  spoil: deciding((sound) => ({
    roles: (situation, account) => {
      const { claims, connection } = situation;
      const groups =
        claims.groups?.map((group) => Object.keys(connection.roles).find((name) => group.includes(name)) ?? group) ??
        null;
      return sound.roles({ ...situation, claims: { ...claims, groups } }, account);
    },
  })),
};
