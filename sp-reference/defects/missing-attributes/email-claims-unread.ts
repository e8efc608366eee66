import { mapping, type Defect } from "../defect.ts";

export const emailClaimsUnread: Defect = {
  id: "email-claims-unread",
  description: "Has a setting for where an address is looked for, and looks in the claim email alone.",
  spoil: mapping(() => ({ otherEmail: () => undefined })),
};
