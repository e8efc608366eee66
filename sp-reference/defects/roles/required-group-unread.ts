import { deciding, type Defect } from "../defect.ts";

export const requiredGroupUnread: Defect = {
  id: "required-group-unread",
  description: "Has a setting for the required group, and asks nobody for it.",
  spoil: deciding(() => ({ gate: () => null })),
};
