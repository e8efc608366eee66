import type { Defect } from "../defect.ts";
import { following } from "./following.ts";

export const referencesFollowed: Defect = {
  id: "references-followed",
  description: "Asks for what a signature refers to wherever that is.",
  spoil: following(/Reference[^>]* URI="(https?:[^"]+)"/),
};
