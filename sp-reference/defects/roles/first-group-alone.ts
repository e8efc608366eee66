import { deciding, type Defect } from "../defect.ts";

export const firstGroupAlone: Defect = {
  id: "first-group-alone",
  description: "Takes the role of the first group that has one: groups.find(name => roles[name]).",
  spoil: deciding((sound) => ({
    roles: (situation, account) => {
      const { claims, connection } = situation;
      const first = claims.groups?.find((group) => Object.hasOwn(connection.roles, group));
      const groups = first === undefined ? claims.groups : [first];
      return sound.roles({ ...situation, claims: { ...claims, groups } }, account);
    },
  })),
};
