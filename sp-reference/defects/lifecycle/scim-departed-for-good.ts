import { Directory } from "../../scim/directory.ts";
import { ScimFault } from "../../scim/model.ts";
import { pushing, type Defect } from "../defect.ts";

export const scimDepartedForGood: Defect = {
  id: "scim-departed-for-good",
  description: "A deleted resource goes on to hold its userName.",
  spoil: pushing(({ create }) => ({
    create: (parts, organization, user) => {
      const held = parts.db
        .prepare<[string, string]>("SELECT 1 FROM departed WHERE organization = ? AND user_name = lower(?)")
        .get(organization.name, user.userName);
      if (held !== undefined || new Directory(parts.db, organization.name).byUserName(user.userName) !== null)
        throw new ScimFault(409, "uniqueness", `There is a user ${user.userName} already.`);
      return create(parts, organization, user);
    },
  })),
};
