import { mapping, type Defect } from "../defect.ts";

export const groupsByMemberName: Defect = {
  id: "groups-by-member-name",
  description: "Takes the names of an object's members for groups, also of one that a text holds.",
  spoil: mapping((sound) => ({
    groups: (raw, protocol) => {
      const value = protocol === "saml" && Array.isArray(raw) && raw.length === 1 ? read(raw[0]) : raw;
      const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
      return sound.groups(isObject ? Object.keys(value) : raw, protocol);
    },
  })),
};

function read(value: unknown): unknown {
  try {
    return JSON.parse(String(value));
  } catch {
    return value;
  }
}
