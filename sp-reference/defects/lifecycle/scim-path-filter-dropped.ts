import { readingOperations, removes } from "./operations.ts";
import type { Defect } from "../defect.ts";

export const scimPathFilterDropped: Defect = {
  id: "scim-path-filter-dropped",
  description: "Cuts a path off at its bracket, so that a removal of one member is one of them all.",
  spoil: readingOperations((operation) => [
    removes(operation) && typeof operation.path === "string"
      ? { ...operation, path: operation.path.replace(/\[.*$/, "") }
      : operation,
  ]),
};
