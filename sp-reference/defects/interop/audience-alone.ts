import type { Defect } from "../defect.ts";
import { reading } from "./reading.ts";

export const audienceAlone: Defect = {
  id: "audience-alone",
  description: "Refuses every condition but an AudienceRestriction, those of the standard too.",
  spoil: reading(({ condition }) => ({
    condition: (element) =>
      element.localName === "AudienceRestriction" ? condition(element) : "it is under an unknown condition",
  })),
};
