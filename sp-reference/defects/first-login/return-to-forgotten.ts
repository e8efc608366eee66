import type { Defect } from "../defect.ts";
import { leading } from "../sessions/leading.ts";

export const returnToForgotten: Defect = {
  id: "return-to-forgotten",
  description: "Leads everybody to their account page: return_to is gone when the answer comes back.",
  spoil: leading(() => "/account"),
};
