import { deciding, type Defect } from "../defect.ts";

/** As databases compare whose collation ends in `_ai`. */
const { compare } = new Intl.Collator("en", { sensitivity: "case" });

export const roleByCollation: Defect = {
  id: "role-by-collation",
  description: "Has the database look for the group, by a collation to which an accent is no difference.",
  spoil: deciding((sound) => ({
    roles: (situation, account) => {
      const { claims, connection } = situation;
      const mapped = Object.keys(connection.roles);
      const groups = claims.groups?.map((group) => mapped.find((name) => compare(name, group) === 0) ?? group) ?? null;
      return sound.roles({ ...situation, claims: { ...claims, groups } }, account);
    },
  })),
};
