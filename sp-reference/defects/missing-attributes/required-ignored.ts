import { deciding, type Defect } from "../defect.ts";

export const requiredIgnored: Defect = {
  id: "required-ignored",
  description: "Creates the account without what is required, and leaves the person with half a profile.",
  spoil: deciding((sound) => ({
    complete: (situation, identity) => {
      const { connection } = situation;
      const policy = { ...connection.policy, required_attributes: [] };
      return sound.complete({ ...situation, connection: { ...connection, policy } }, identity);
    },
  })),
};
