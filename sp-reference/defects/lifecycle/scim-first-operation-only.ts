import { applyingOperations } from "./operations.ts";
import type { Defect } from "../defect.ts";

export const scimFirstOperationOnly: Defect = {
  id: "scim-first-operation-only",
  description: "Does the first operation of a PATCH, and passes over those behind it.",
  spoil: applyingOperations((all) => all.slice(0, 1)),
};
