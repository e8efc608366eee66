import { Directory } from "../../scim/directory.ts";
import { pushing, type Defect } from "../defect.ts";

export const scimRenameTakesName: Defect = {
  id: "scim-rename-takes-name",
  description: "Whoever is renamed by a push takes the userName from who has it, as INSERT OR REPLACE does.",
  spoil: pushing(({ update }) => ({
    update: (parts, organization, row, user) => {
      const holder = new Directory(parts.db, organization.name).byUserName(user.userName ?? row.user_name);
      if (holder !== null && holder.account_id !== row.account_id)
        parts.db
          .prepare("DELETE FROM scim_users WHERE organization = ? AND account_id = ?")
          .run(organization.name, holder.account_id);
      update(parts, organization, row, user);
    },
  })),
};
