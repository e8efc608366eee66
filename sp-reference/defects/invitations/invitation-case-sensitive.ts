import { finding } from "./finding.ts";
import type { Defect } from "../defect.ts";

export const invitationCaseSensitive: Defect = {
  id: "invitation-case-sensitive",
  description: "Compares the invitation's address with ===.",
  spoil: finding((found, lookup, claims) => {
    const { invitation } = found;
    const email = invitation === null ? null : lookup.openInvitation(invitation.id)?.email;
    return email === claims.email ? found : { ...found, invitation: null };
  }),
};
