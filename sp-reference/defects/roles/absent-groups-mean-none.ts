import { deciding, type Defect } from "../defect.ts";

export const absentGroupsMeanNone: Defect = {
  id: "absent-groups-mean-none",
  description: "Reads a missing groups claim as an empty list: claims.groups ?? [].",
  spoil: deciding((sound) => ({
    roles: (situation, account) => {
      const { claims, connection } = situation;
      if (claims.groups !== null) return sound.roles(situation, account);
      const policy = { ...connection.policy, on_groups_absent: "revoke" } as const;
      return sound.roles({ ...situation, connection: { ...connection, policy } }, account);
    },
  })),
};
