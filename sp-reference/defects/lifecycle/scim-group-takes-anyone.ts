import { ofWhichever } from "./of-whichever.ts";
import { pushing, type Defect } from "../defect.ts";

export const scimGroupTakesAnyone: Defect = {
  id: "scim-group-takes-anyone",
  description: "Looks for the members of a pushed group among the users of all organizations, and gives them its role.",
  spoil: pushing(({ putGroup }) => ({
    putGroup: (parts, organization, id, name, members) => {
      const foreign = members.filter((member) => {
        const row = ofWhichever(parts, member);
        return row !== null && parts.workings.scim.find(parts, organization, member, "change") === null;
      });
      const own = members.filter((member) => !foreign.includes(member));
      const group = putGroup(parts, organization, id, name, own);
      const role = organization.roles[name];
      if (role !== undefined) for (const member of foreign) parts.store.grant(member, organization.name, role, "scim");
      return group;
    },
  })),
};
