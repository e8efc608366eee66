import { known } from "../profile.ts";
import type { ScimDialect } from "./dialect.ts";
import { addressOf, emailsOf, oneByOne, RFC_GROUPS, USER } from "./parts.ts";

/** OneLogin sends what the person has not, too. */
export const onelogin: ScimDialect = {
  title: "OneLogin",
  match: known("userName.", ["userName"]),
  person: known("The core schema; what the person has not is null (second-hand).", (claims) => ({
    schemas: [USER],
    userName: addressOf(claims) ?? null,
    externalId: claims["subject"] ?? null,
    name: {
      formatted: claims["name"] ?? null,
      givenName: claims["given_name"] ?? null,
      familyName: claims["family_name"] ?? null,
    },
    displayName: claims["name"] ?? null,
    emails: emailsOf(claims) ?? [],
    title: claims["title"] ?? null,
    locale: claims["locale"] ?? null,
    active: claims["active"] ?? true,
  })),
  change: known("PATCH, one `replace` for each attribute.", oneByOne("replace")),
  active: known("PATCH: `active`, a boolean, with its path.", (active) => [
    { op: "replace", path: "active", value: active },
  ]),
  gone: known("DELETE.", ["delete"]),
  groups: known("POST with no member, then PATCH.", RFC_GROUPS),
};
