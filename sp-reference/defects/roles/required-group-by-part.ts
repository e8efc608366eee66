import { deciding, type Defect } from "../defect.ts";

export const requiredGroupByPart: Defect = {
  id: "required-group-by-part",
  description: "Looks for the required group in the text of all groups: groups.join(',').includes(required).",
  spoil: deciding((sound) => ({
    gate: (situation, account) => {
      const { required_group: group } = situation.connection.policy;
      const all = (situation.claims.groups ?? []).join(",");
      return group !== null && all.includes(group) ? null : sound.gate(situation, account);
    },
  })),
};
