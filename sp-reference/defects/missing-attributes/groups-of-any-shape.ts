import { mapping, type Defect } from "../defect.ts";

export const groupsOfAnyShape: Defect = {
  id: "groups-of-any-shape",
  description: "Walks through the groups as a list, without a look whether they are one.",
  spoil: mapping((sound) => ({
    groups: (raw, protocol) =>
      raw === undefined || raw === null ? null : sound.groups([...(raw as Iterable<unknown>)], protocol),
  })),
};
