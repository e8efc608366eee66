import type { Defect } from "../defect.ts";
import { reading } from "../interop/reading.ts";

export const nameQualifierUnread: Defect = {
  id: "name-qualifier-unread",
  description: "Takes the text of the NameID, and not whose name it is.",
  spoil: reading(() => ({ qualifier: () => null })),
};
