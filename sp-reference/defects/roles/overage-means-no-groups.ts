import { mapping, type Defect } from "../defect.ts";

export const overageMeansNoGroups: Defect = {
  id: "overage-means-no-groups",
  description:
    "Knows no mark of an IdP that has more groups than it sends: there is no groups claim, so there are none.",
  spoil: mapping(() => ({ groupsElsewhere: () => null })),
};
