import { deciding, type Defect } from "../defect.ts";

export const profileSyncIgnored: Defect = {
  id: "profile-sync-ignored",
  description: "Overwrites the names at every sign-in, whatever profile_sync says.",
  spoil: deciding((sound) => ({
    profile: (situation, account, first) => {
      const { connection } = situation;
      const policy = { ...connection.policy, profile_sync: "every_login" } as const;
      return sound.profile({ ...situation, connection: { ...connection, policy } }, account, first);
    },
  })),
};
