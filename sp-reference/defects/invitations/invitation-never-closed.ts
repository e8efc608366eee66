import { applying, type Defect } from "../defect.ts";

export const invitationNeverClosed: Defect = {
  id: "invitation-never-closed",
  description: "Gives what the invitation brings, and leaves it open.",
  spoil: applying((decision) => ("invitation" in decision ? { ...decision, invitation: null } : decision)),
};
