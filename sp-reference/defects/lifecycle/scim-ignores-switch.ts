import { pushing, type Defect } from "../defect.ts";

export const scimIgnoresSwitch: Defect = {
  id: "scim-ignores-switch",
  description: "The switch hides the settings of SCIM, and the endpoint does not ask for it.",
  spoil: pushing(() => ({ takes: () => true })),
};
