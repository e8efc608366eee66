import { deciding, type Defect } from "../defect.ts";

export const roleByNumber: Defect = {
  id: "role-by-number",
  description: "Compares groups by an operator that takes two texts for numbers where both look like some (PHP's ==).",
  spoil: deciding((sound) => ({
    roles: (situation, account) => {
      const { claims, connection } = situation;
      const mapped = Object.keys(connection.roles);
      const alike = (group: string) => mapped.find((name) => /\d/.test(name) && Number(name) === Number(group));
      const groups = claims.groups?.map((group) => alike(group) ?? group) ?? null;
      return sound.roles({ ...situation, claims: { ...claims, groups } }, account);
    },
  })),
};
