import { deciding, type Defect } from "../defect.ts";

export const defaultRoleEachTime: Defect = {
  id: "default-role-each-time",
  description: "Resolves the role anew at each sign-in: without a mapped group it is the default one, and no other.",
  spoil: deciding((sound) => ({
    roles: (situation, account) => {
      const { claims, connection } = situation;
      const mapped = claims.groups?.some((group) => Object.hasOwn(connection.roles, group)) ?? false;
      return mapped ? sound.roles(situation, account) : sound.roles(situation, null);
    },
  })),
};
