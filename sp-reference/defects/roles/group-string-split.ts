import { mapping, type Defect } from "../defect.ts";

export const groupStringSplit: Defect = {
  id: "group-string-split",
  description: "Iterates over groups without looking whether it is a list: a single name falls apart into letters.",
  spoil: mapping((sound) => ({
    groups: (raw, protocol) => {
      const single: unknown = Array.isArray(raw) && raw.length === 1 ? raw[0] : raw;
      return sound.groups(typeof single === "string" ? single.split("") : raw, protocol);
    },
  })),
};
