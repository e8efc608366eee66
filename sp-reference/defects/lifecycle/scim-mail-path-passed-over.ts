import { readingOperations } from "./operations.ts";
import type { Defect } from "../defect.ts";

export const scimMailPathPassedOver: Defect = {
  id: "scim-mail-path-passed-over",
  description: "Looks up what an operation changes in a table of plain names, in which a path with a filter is not.",
  spoil: readingOperations((operation) =>
    typeof operation.path === "string" && operation.path.startsWith("emails[") ? [] : [operation],
  ),
};
