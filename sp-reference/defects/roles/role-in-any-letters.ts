import { deciding, type Defect } from "../defect.ts";

export const roleInAnyLetters: Defect = {
  id: "role-in-any-letters",
  description: "Compares the names of groups in small letters.",
  spoil: deciding((sound) => ({
    roles: (situation, account) => {
      const { claims, connection } = situation;
      const known = Object.keys(connection.roles);
      const meant = (group: string) => known.find((name) => name.toLowerCase() === group.toLowerCase()) ?? group;
      const groups = claims.groups?.map(meant) ?? null;
      return sound.roles({ ...situation, claims: { ...claims, groups } }, account);
    },
  })),
};
