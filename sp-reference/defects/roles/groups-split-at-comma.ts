import { mapping, type Defect } from "../defect.ts";

export const groupsSplitAtComma: Defect = {
  id: "groups-split-at-comma",
  description: "Takes groups apart at commas for every customer, since one sends them so: groups.split(',').",
  spoil: mapping((sound) => ({
    apart: (raw, connection) => {
      const one: unknown = Array.isArray(raw) && raw.length === 1 ? raw[0] : raw;
      return typeof one === "string" && one.includes(",") ? one.split(",") : sound.apart(raw, connection);
    },
  })),
};
