import { finding } from "./finding.ts";
import type { Defect } from "../defect.ts";

export const invitationIgnored: Defect = {
  id: "invitation-ignored",
  description: "Never looks for an invitation when somebody signs in.",
  spoil: finding((found) => ({ ...found, invitation: null })),
};
