import type { Provisioning } from "../accounts/provision.ts";
import type { Organization } from "../config/model.ts";
import type { Grant } from "../decision/model.ts";
import { Directory } from "./directory.ts";
import { ScimFault } from "./model.ts";

/** Writes a group whole, and gives its members what the organization maps it to. The id. */
export function putGroup(
  parts: Provisioning,
  organization: Organization,
  id: string | undefined,
  name: string,
  members: readonly string[],
): string {
  const directory = new Directory(parts.db, organization.name);
  return parts.db
    .transaction(() => {
      if (directory.groups().some((one) => one.id !== id && one.display_name === name))
        throw new ScimFault(409, "uniqueness", `There is a group ${name} already.`);
      const stranger = members.find((member) => directory.user(member) === null);
      if (stranger !== undefined) throw new ScimFault(400, "invalidValue", `There is no user ${stranger}.`);
      const before = id === undefined ? [] : directory.members(id);
      const group = directory.putGroup(id, name, members);
      for (const member of new Set([...before, ...members])) regrant(parts, organization, directory, member);
      return group;
    })
    .immediate();
}

export function removeGroup(parts: Provisioning, organization: Organization, id: string): void {
  const directory = new Directory(parts.db, organization.name);
  parts.db
    .transaction(() => {
      const members = directory.members(id);
      directory.removeGroup(id);
      for (const member of members) regrant(parts, organization, directory, member);
    })
    .immediate();
}

/** Exact comparison of whole names, as at a sign-in. What sign-ins gave goes: SCIM has spoken last, or alone counts. */
function regrant({ store, lookup }: Provisioning, organization: Organization, directory: Directory, id: string): void {
  const { roles, name } = organization;
  directory.noteGroups(id);
  const mapped = directory
    .groupsOf(id)
    .flatMap(({ display_name: group }) => (Object.hasOwn(roles, group) ? [roles[group] as string] : []));
  const kept = (lookup.state(id, name)?.grants ?? []).filter(({ origin }) => origin !== "scim" && origin !== "idp");
  const grants: readonly Grant[] = [...kept, ...mapped.map((role) => ({ role, origin: "scim" as const }))];
  store.setGrants(id, name, grants);
}
