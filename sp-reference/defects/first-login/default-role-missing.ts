import { deciding, type Defect } from "../defect.ts";

export const defaultRoleMissing: Defect = {
  id: "default-role-missing",
  description: "Gives no role at all to a person whose groups give none.",
  spoil: deciding((sound) => ({
    roles: (situation, account) =>
      sound.roles({ ...situation, connection: { ...situation.connection, defaultRole: null } }, account),
  })),
};
