import { known, read, type Claims } from "../profile.ts";
import type { Operation, Resource, ScimDialect } from "./dialect.ts";
import {
  addressOf,
  byPath,
  emailsOf,
  ENTERPRISE,
  memberList,
  nameOf,
  oneByOne,
  present,
  RFC_GROUPS,
  USER,
} from "./parts.ts";

const DEVELOP =
  "https://learn.microsoft.com/en-us/entra/identity/app-provisioning/use-scim-to-provision-users-and-groups";
const FLAG =
  "https://learn.microsoft.com/en-us/entra/identity/app-provisioning/application-provisioning-config-problem-scim-compatibility";

/** The part of the address before the @, by which Entra ID knows a mailbox: it changes, and is given to others. */
function mailNickname(claims: Claims): unknown {
  const address = addressOf(claims);
  return typeof address === "string" ? address.split("@", 1)[0] : address;
}

function person(claims: Claims): Resource {
  return present({
    schemas: [USER, ENTERPRISE],
    externalId: mailNickname(claims),
    userName: addressOf(claims),
    active: claims["active"] ?? true,
    displayName: claims["name"],
    emails: emailsOf(claims),
    meta: { resourceType: "User" },
    name: nameOf(claims),
    roles: [],
    title: claims["title"],
    preferredLanguage: claims["locale"],
  });
}

const body = read(
  DEVELOP,
  "The core and the enterprise schema; `externalId` is the mailNickname by default, which changes and is given to others.",
  person,
);
const match = read(DEVELOP, "userName; the answer must be a list, also when nobody is there.", ["userName"] as const);
const gone = read(DEVELOP, "Deactivated first, deleted 30 days later.", ["deactivate", "delete"] as const);

export const entra: ScimDialect = {
  title: "Microsoft Entra ID",
  match,
  person: body,
  change: read(DEVELOP, "PATCH, one `Replace` with a capital letter for each attribute.", oneByOne("Replace")),
  active: read(FLAG, "PATCH: `active`, as the text `False` or `True`.", (active) => [
    { op: "Replace", path: "active", value: active ? "True" : "False" },
  ]),
  gone,
  groups: read(DEVELOP, "POST without members, then PATCH; members are removed by a value beside the path.", {
    add: (members) => [{ op: "Add", path: "members", value: memberList(members) }],
    remove: (members) => [{ op: "Remove", path: "members", value: memberList(members) }],
    rename: (_id, name) => [{ op: "Replace", path: "displayName", value: name }],
  }),
};

/** One operation without a path for all that needs no filter, whose keys are dotted, and one for each that does. */
function dotted(changed: Resource): readonly Operation[] {
  const all = byPath(changed);
  const filtered = all.filter(([path]) => path.includes("["));
  const rest = all.filter(([path]) => !path.includes("["));
  return [
    ...filtered.map(([path, value]) => ({ op: "replace", path, value })),
    ...(rest.length === 0 ? [] : [{ op: "replace", value: Object.fromEntries(rest) }]),
  ];
}

/** With the flag `aadOptscim062020` in the tenant's address. */
export const entraCompliant: ScimDialect = {
  title: "Microsoft Entra ID (with the flag aadOptscim062020)",
  match,
  person: body,
  change: read(FLAG, "PATCH: one `replace` without a path, with dotted keys; filtered paths beside it.", dotted),
  active: read(FLAG, "PATCH: `active`, a boolean.", (active) => [{ op: "replace", path: "active", value: active }]),
  gone,
  groups: known("As RFC 7644 has it: members are removed by a filter.", RFC_GROUPS),
};
