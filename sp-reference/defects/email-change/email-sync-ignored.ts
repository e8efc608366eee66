import { deciding, type Defect } from "../defect.ts";

export const emailSyncIgnored: Defect = {
  id: "email-sync-ignored",
  description: "Overwrites the email at every sign-in, whatever email_sync says.",
  spoil: deciding((sound) => ({
    email: (situation, account) => {
      const { connection } = situation;
      const policy = { ...connection.policy, email_sync: "on" } as const;
      return sound.email({ ...situation, connection: { ...connection, policy } }, account);
    },
  })),
};
