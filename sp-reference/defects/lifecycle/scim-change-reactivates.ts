import { pushing, type Defect } from "../defect.ts";

export const scimChangeReactivates: Defect = {
  id: "scim-change-reactivates",
  description: "Writes the account whole at every change, as active unless the change itself says otherwise.",
  spoil: pushing(({ update }) => ({
    update: (parts, organization, row, user) => {
      const before = parts.lookup.state(row.account_id, organization.name);
      const says = user.active !== (before?.status === "active");
      update(parts, organization, row, user);
      if (!says) parts.store.setStatus(row.account_id, "active");
    },
  })),
};
