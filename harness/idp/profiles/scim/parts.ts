/** What the dialects have in common. */
import type { Claims } from "../profile.ts";
import type { GroupForm, Operation, Resource } from "./dialect.ts";

export const USER = "urn:ietf:params:scim:schemas:core:2.0:User";
export const ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

/** The members that are there: what a person has not is left out. */
export function present(members: Resource): Resource {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}

export function nameOf(claims: Claims): Resource | undefined {
  const name = present({
    formatted: claims["name"],
    givenName: claims["given_name"],
    familyName: claims["family_name"],
  });
  return Object.keys(name).length === 0 ? undefined : name;
}

export function emailsOf({ email }: Claims): readonly Resource[] | undefined {
  return email === undefined ? undefined : [{ value: email, type: "work", primary: true }];
}

/** The username that is an address: that of the person, else the email. */
export function addressOf({ preferred_username: username, email }: Claims): unknown {
  return typeof username === "string" && username.includes("@") ? username : (email ?? username);
}

export function memberList(members: readonly string[]): readonly Resource[] {
  return members.map((value) => ({ value }));
}

/** Attributes by their paths: what is in `name` and `emails` by itself, each once. */
export function byPath(resource: Resource): readonly (readonly [string, unknown])[] {
  return Object.entries(resource).flatMap(([attribute, value]): readonly (readonly [string, unknown])[] => {
    if (attribute === "schemas" || attribute === "id" || attribute === "meta") return [];
    if (attribute === "name" && typeof value === "object" && value !== null)
      return Object.entries(value).map(([part, one]) => [`name.${part}`, one] as const);
    if (attribute === "emails" && Array.isArray(value)) {
      const [first] = value as readonly Resource[];
      return first === undefined ? [] : [['emails[type eq "work"].value', first["value"]] as const];
    }
    return Array.isArray(value) ? [] : [[attribute, value] as const];
  });
}

/** Members by the operations of RFC 7644, section 3.5.2. */
export const RFC_GROUPS: GroupForm = {
  add: (members) => [{ op: "add", path: "members", value: memberList(members) }],
  remove: (members) => members.map((id) => ({ op: "remove", path: `members[value eq "${id}"]` })),
  rename: (_id, name) => [{ op: "replace", path: "displayName", value: name }],
};

/** One operation for each attribute. */
export function oneByOne(op: string): (changed: Resource) => readonly Operation[] {
  return (changed) => byPath(changed).map(([path, value]) => ({ op, path, value }));
}
