import { readingOperations, removes } from "./operations.ts";
import type { Defect } from "../defect.ts";

export const scimRemoveValueUnread: Defect = {
  id: "scim-remove-value-unread",
  description: "Removes what the path names, and does not read which of the values are meant.",
  spoil: readingOperations((operation) => {
    if (!removes(operation)) return [operation];
    const { value: _, ...rest } = operation;
    return [rest];
  }),
};
