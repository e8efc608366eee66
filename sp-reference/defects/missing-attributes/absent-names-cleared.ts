import { deciding, type Defect } from "../defect.ts";

export const absentNamesCleared: Defect = {
  id: "absent-names-cleared",
  description: "Writes every name at each sign-in as it comes, and so nothing over what is stored where none comes.",
  spoil: deciding((sound) => ({
    profile: (situation, account, first) => {
      const { connection } = situation;
      const policy = { ...connection.policy, on_attribute_absent: "clear" } as const;
      return sound.profile({ ...situation, connection: { ...connection, policy } }, account, first);
    },
  })),
};
