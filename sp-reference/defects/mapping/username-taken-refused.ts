import { deciding, type Defect } from "../defect.ts";

export const usernameTakenRefused: Defect = {
  id: "username-taken-refused",
  description: "Turns away whoever comes second with a username, whatever the organization has said.",
  spoil: deciding((sound) => ({
    username: (situation, account) => {
      const { connection } = situation;
      const policy = { ...connection.policy, username_collision: "reject" as const };
      return sound.username({ ...situation, connection: { ...connection, policy } }, account);
    },
  })),
};
