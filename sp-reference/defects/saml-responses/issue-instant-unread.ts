import type { Defect } from "../defect.ts";
import { reading } from "../interop/reading.ts";

export const issueInstantUnread: Defect = {
  id: "issue-instant-unread",
  description: "Looks at the times of the Conditions alone.",
  spoil: reading(() => ({ issueInstant: () => null })),
};
