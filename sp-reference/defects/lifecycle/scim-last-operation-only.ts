import { applyingOperations } from "./operations.ts";
import type { Defect } from "../defect.ts";

export const scimLastOperationOnly: Defect = {
  id: "scim-last-operation-only",
  description: "Makes of each operation of a PATCH the change to be written, and writes the one that was made last.",
  spoil: applyingOperations((all) => all.slice(-1)),
};
