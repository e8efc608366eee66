import { deciding, type Defect } from "../defect.ts";

export const rolesRaisedLater: Defect = {
  id: "roles-raised-later",
  description:
    "Where groups count at the first sign-in alone, gives whoever comes into the highest group its role all the same.",
  spoil: deciding((sound) => ({
    roles: (situation, account) => {
      const { claims, connection } = situation;
      const { policy } = connection;
      const highest = Object.values(connection.roles).at(-1);
      const isIn = claims.groups?.some((group) => connection.roles[group] === highest) ?? false;
      if (policy.role_sync !== "first_login" || !isIn) return sound.roles(situation, account);
      const later = { ...connection, policy: { ...policy, role_sync: "add_only" as const } };
      return sound.roles({ ...situation, connection: later }, account);
    },
  })),
};
