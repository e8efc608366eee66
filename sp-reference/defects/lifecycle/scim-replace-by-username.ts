import { Directory } from "../../scim/directory.ts";
import { pushing, type Defect } from "../defect.ts";

export const scimReplaceByUsername: Defect = {
  id: "scim-replace-by-username",
  description: "Writes a change to whoever has the userName that it says, for userNames are what is unique.",
  spoil: pushing(({ update }) => ({
    update: (parts, organization, row, user) => {
      const holder = new Directory(parts.db, organization.name).byUserName(user.userName ?? row.user_name);
      update(parts, organization, holder ?? row, user);
    },
  })),
};
