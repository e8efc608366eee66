import { known } from "../profile.ts";
import type { ScimDialect } from "./dialect.ts";
import { emailsOf, nameOf, oneByOne, present, RFC_GROUPS, USER } from "./parts.ts";

/** SCIM as its RFCs have it, and nobody's habits. */
export const plain: ScimDialect = {
  title: "SCIM 2.0",
  match: known("Nothing: whoever is there already is told by 409.", []),
  person: known("The core schema; `externalId` is the person's subject.", (claims) =>
    present({
      schemas: [USER],
      externalId: claims["subject"],
      userName: claims["preferred_username"] ?? claims["email"],
      name: nameOf(claims),
      displayName: claims["name"],
      emails: emailsOf(claims),
      title: claims["title"],
      locale: claims["locale"],
      active: claims["active"] ?? true,
    }),
  ),
  change: known("PATCH, one `replace` for each attribute.", oneByOne("replace")),
  active: known("PATCH: `active`, a boolean, with its path.", (active) => [
    { op: "replace", path: "active", value: active },
  ]),
  gone: known("DELETE.", ["delete"]),
  groups: known("POST with no member, then PATCH; members are removed by a filter.", RFC_GROUPS),
};
