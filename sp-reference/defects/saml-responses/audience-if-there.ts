import type { Defect } from "../defect.ts";
import { byHand } from "./by-hand.ts";

export const audienceIfThere: Defect = {
  id: "audience-if-there",
  description: "Looks for itself in each AudienceRestriction: where there is none, the assertion is for everybody.",
  spoil: byHand({}),
};
