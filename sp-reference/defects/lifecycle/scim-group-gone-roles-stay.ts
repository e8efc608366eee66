import { Directory } from "../../scim/directory.ts";
import { pushing, type Defect } from "../defect.ts";

export const scimGroupGoneRolesStay: Defect = {
  id: "scim-group-gone-roles-stay",
  description: "Deletes the group, and leaves its members what it gave them.",
  spoil: pushing(() => ({
    removeGroup: ({ db }, organization, id) => new Directory(db, organization.name).removeGroup(id),
  })),
};
