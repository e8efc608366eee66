import { deciding, type Defect } from "../defect.ts";

export const absentNamesKept: Defect = {
  id: "absent-names-kept",
  description: "Writes what comes, and never takes away what does not, whatever on_attribute_absent says.",
  spoil: deciding((sound) => ({
    profile: (situation, account, first) => {
      const { connection } = situation;
      const policy = { ...connection.policy, on_attribute_absent: "keep" } as const;
      return sound.profile({ ...situation, connection: { ...connection, policy } }, account, first);
    },
  })),
};
