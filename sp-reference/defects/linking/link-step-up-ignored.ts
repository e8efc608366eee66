import { deciding, type Defect } from "../defect.ts";

export const linkStepUpIgnored: Defect = {
  id: "link-step-up-ignored",
  description: "Links at once, whatever link_step_up says.",
  spoil: deciding(() => ({ stepUp: () => null })),
};
