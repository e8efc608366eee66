import { mapping, type Defect } from "../defect.ts";

export const keyByNameid: Defect = {
  id: "key-by-nameid",
  description: "Takes the NameID for the key, although the connection names an attribute.",
  spoil: mapping((sound) => ({
    subject: (assertion, connection) => {
      const policy = { ...connection.policy, identity_key: "entity_nameid" } as const;
      return sound.subject(assertion, { ...connection, policy });
    },
  })),
};
