import { mapping, type Defect } from "../defect.ts";

export const groupsByMemberName: Defect = {
  id: "groups-by-member-name",
  description: "Takes the names of an object's members for groups: Object.keys(claims.groups).",
  spoil: mapping((sound) => ({
    groups: (raw, protocol) => {
      const isObject = typeof raw === "object" && raw !== null && !Array.isArray(raw);
      return sound.groups(isObject ? Object.keys(raw) : raw, protocol);
    },
  })),
};
