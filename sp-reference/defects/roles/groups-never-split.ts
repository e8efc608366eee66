import { mapping, type Defect } from "../defect.ts";

export const groupsNeverSplit: Defect = {
  id: "groups-never-split",
  description: "Has a setting for what stands between groups, and does not read it.",
  spoil: mapping(() => ({ apart: (raw) => raw })),
};
