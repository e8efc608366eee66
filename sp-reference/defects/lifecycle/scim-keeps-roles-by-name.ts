import type { Grant } from "../../decision/model.ts";
import { pushing, type Defect } from "../defect.ts";

/** By organization and userName. */
const kept = new Map<string, readonly Grant[]>();

export const scimKeepsRolesByName: Defect = {
  id: "scim-keeps-roles-by-name",
  description: "Keeps the roles of whom it deletes, so that nobody has to give them again to who is back.",
  spoil: pushing(({ create, remove }) => ({
    create: async (parts, organization, user) => {
      const id = await create(parts, organization, user);
      for (const { role, origin } of kept.get(key(organization.name, user.userName)) ?? [])
        parts.store.grant(id, organization.name, role, origin);
      return id;
    },
    remove: (parts, organization, row) => {
      const grants = parts.lookup.state(row.account_id, organization.name)?.grants ?? [];
      kept.set(key(organization.name, row.user_name), grants);
      remove(parts, organization, row);
    },
  })),
};

function key(organization: string, userName: string): string {
  return `${organization} ${userName.toLowerCase()}`;
}
