import { pushing, type Defect } from "../defect.ts";

export const scimStartIndexUnread: Defect = {
  id: "scim-start-index-unread",
  description: "Shows as many as are asked for, from the first one on each time.",
  spoil: pushing(() => ({
    query: (query) => Object.fromEntries(Object.entries(query).filter(([name]) => name !== "startIndex")),
  })),
};
