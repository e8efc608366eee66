import { deciding, type Defect } from "../defect.ts";

export const overageAskedOfNobody: Defect = {
  id: "overage-asked-of-nobody",
  description: "Leaves somebody with too many groups as they are, whatever the policy says, and lets a newcomer in.",
  spoil: deciding((sound) => ({
    roles: (situation, account) => {
      if (situation.claims.groupsElsewhere === null) return sound.roles(situation, account);
      const policy = { ...situation.connection.policy, groups_overage: "keep" } as const;
      return sound.roles({ ...situation, connection: { ...situation.connection, policy } }, account);
    },
  })),
};
