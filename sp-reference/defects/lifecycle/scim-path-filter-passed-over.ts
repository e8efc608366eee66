import { readingOperations, removes } from "./operations.ts";
import type { Defect } from "../defect.ts";

export const scimPathFilterPassedOver: Defect = {
  id: "scim-path-filter-passed-over",
  description: "Knows the attributes that it may remove by their names, and passes over whatever else a path says.",
  spoil: readingOperations((operation) =>
    removes(operation) && typeof operation.path === "string" && operation.path.includes("[")
      ? [{ op: "add", path: operation.path.replace(/\[.*$/, ""), value: [] }]
      : [operation],
  ),
};
