import { readingOperations } from "./operations.ts";
import type { Defect } from "../defect.ts";

export const scimAddReplaces: Defect = {
  id: "scim-add-replaces",
  description:
    "Writes the members that an operation names, whether it adds them or puts them in the place of all others.",
  spoil: readingOperations((operation) => [
    operation.path === "members" && typeof operation.op === "string" && operation.op.toLowerCase() === "add"
      ? { ...operation, op: "replace" }
      : operation,
  ]),
};
