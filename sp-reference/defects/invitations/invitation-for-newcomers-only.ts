import { finding } from "./finding.ts";
import type { Defect } from "../defect.ts";

export const invitationForNewcomersOnly: Defect = {
  id: "invitation-for-newcomers-only",
  description: "Looks for an invitation where an account is created, and nowhere else.",
  spoil: finding((found) => (found.byIdentity === null ? found : { ...found, invitation: null })),
};
