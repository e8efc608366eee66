import { Directory } from "../../scim/directory.ts";
import { pushing, type Defect } from "../defect.ts";

export const scimGroupRolesByNameOfNow: Defect = {
  id: "scim-group-roles-by-name-of-now",
  description:
    "Gives to who comes into a group, and takes from who leaves it, the role that its name of this moment is mapped to.",
  spoil: pushing(() => ({
    putGroup: ({ db, lookup, store }, { name: organization, roles }, id, name, members) => {
      const directory = new Directory(db, organization);
      const before = id === undefined ? [] : directory.members(id);
      const group = directory.putGroup(id, name, members);
      const role = Object.hasOwn(roles, name) ? (roles[name] ?? null) : null;
      if (role === null) return group;
      for (const left of before.filter((one) => !members.includes(one))) {
        const grants = lookup.state(left, organization)?.grants ?? [];
        store.setGrants(
          left,
          organization,
          grants.filter((grant) => grant.role !== role || grant.origin !== "scim"),
        );
      }
      for (const come of members.filter((one) => !before.includes(one))) store.grant(come, organization, role, "scim");
      return group;
    },
  })),
};
