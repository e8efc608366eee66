import { pushing, type Defect } from "../defect.ts";

export const scimFilterUnread: Defect = {
  id: "scim-filter-unread",
  description: "Shows the whole list, whatever the filter says: the identity provider will find its own in it.",
  spoil: pushing(() => ({ matching: (_filter, all) => all })),
};
