import { createHash } from "node:crypto";
import { known, read, type Claims } from "../profile.ts";
import type { Resource, ScimDialect } from "./dialect.ts";
import { addressOf, emailsOf, memberList, nameOf, present, USER } from "./parts.ts";

const SCIM = "https://developer.okta.com/docs/api/openapi/okta-scim/guides/scim-20/";

function person(claims: Claims): Resource {
  const userName = addressOf(claims);
  return present({
    schemas: [USER],
    userName,
    name: nameOf(claims),
    emails: emailsOf(claims),
    displayName: claims["name"],
    locale: claims["locale"] ?? "en-US",
    externalId: claims["subject"],
    groups: [],
    password: createHash("sha256")
      .update(`okta ${JSON.stringify(userName)}`)
      .digest("base64url")
      .slice(0, 12),
    active: claims["active"] ?? true,
  });
}

const match = read(SCIM, "userName. An empty list and 404 both mean that nobody is there.", ["userName"] as const);
const body = read(
  SCIM,
  "The core schema with an empty list of groups and a password; `externalId` is Okta's own id of the user.",
  person,
);
const gone = read(SCIM, "Nobody is ever deleted: they are deactivated.", ["deactivate"] as const);

/** Applications of Okta's catalogue. */
export const oktaCatalogue: ScimDialect = {
  title: "Okta (application of its catalogue)",
  match,
  person: body,
  change: known("PUT, the whole resource.", "put"),
  active: read(SCIM, "PATCH: one `replace` without a path.", (active) => [{ op: "replace", value: { active } }]),
  gone,
  groups: read(SCIM, "POST with no member, then PATCH; a new name comes with the group's id in the value.", {
    add: (members) => [{ op: "add", path: "members", value: memberList(members) }],
    remove: (members) => members.map((id) => ({ op: "remove", path: `members[value eq "${id}"]` })),
    rename: (id, displayName) => [{ op: "replace", value: { id, displayName } }],
  }),
};

/** Applications that an administrator makes. */
export const oktaCustom: ScimDialect = {
  title: "Okta (custom application)",
  match,
  person: body,
  change: read(SCIM, "PUT, the whole resource, without `externalId`.", "put"),
  active: read(SCIM, "PUT, the whole resource with `active`.", "put"),
  gone,
  groups: read(SCIM, "PUT, the whole group.", "put"),
};
