import type { Connection } from "../config/model.ts";
import { rawValue, type Assertion } from "./assertion.ts";
import type { MappingRules } from "./rules.ts";

/** What the decision reads: usable values only. What is null was missing, blank or of the wrong type. */
export interface Claims {
  readonly issuer: string;
  readonly subject: Subject;
  readonly email: string | null;
  /** What the IdP itself says; null: it says nothing. */
  readonly emailVerified: boolean | null;
  readonly profile: Profile;
  /** Further mapped fields that the IdP sent (`title`, `department` ...). */
  readonly attributes: Attributes;
  /** Every further field that this connection maps, sent or not: `clear` needs to know what could have come. */
  readonly mappedAttributes: readonly string[];
  /** The organization that the identity provider says the person is of (`hd`); null: none, or the protocol has no such word. */
  readonly hostedDomain: string | null;
  /** Null: no claim was sent. */
  readonly groups: readonly string[] | null;
  /** Where the groups are told that did not fit into the message, and were not asked for; null: it had room for all. */
  readonly groupsElsewhere: string | null;
}

/** The value of the identity key, whole and unchanged, or why there is none. */
export type Subject = { readonly value: string } | { readonly missing: string };

export const PROFILE_FIELDS = ["given_name", "family_name", "name", "username"] as const;
export type ProfileField = (typeof PROFILE_FIELDS)[number];
export type Profile = { readonly [F in ProfileField]: string | null };
export type Attributes = { readonly [name: string]: string | readonly string[] };

const KNOWN = new Set<string>(["email", "email_verified", "groups", ...PROFILE_FIELDS]);

/** Applies the connection's own mapping. Pure. */
export function readClaims(assertion: Assertion, connection: Connection, rules: MappingRules): Claims {
  const names = rules.names(connection);
  const raw = (field: string): unknown => {
    const wireName = names[field];
    return wireName === undefined ? undefined : rawValue(assertion, wireName);
  };
  const mappedAttributes = Object.keys(names).filter((field) => !KNOWN.has(field));
  const attributes: { [name: string]: string | readonly string[] } = {};
  for (const field of mappedAttributes) {
    const value = rules.attribute(raw(field));
    if (value !== null) attributes[field] = value;
  }
  const stated = rules.email(raw("email"));
  const email = stated ?? rules.email(rules.otherEmail(assertion, connection));
  return {
    issuer: assertion.issuer,
    subject: rules.subject(assertion, connection),
    email,
    // It is said of the claim `email`, and of no other.
    emailVerified: stated === email ? rules.emailVerified(raw("email_verified"), assertion.protocol) : null,
    profile: {
      given_name: rules.text(raw("given_name")),
      family_name: rules.text(raw("family_name")),
      name: rules.text(raw("name")),
      username: rules.text(raw("username")),
    },
    attributes,
    mappedAttributes,
    hostedDomain: assertion.protocol === "oidc" ? rules.text(assertion.claims["hd"]) : null,
    groupsElsewhere: rules.groupsElsewhere(assertion, connection),
    groups: rules.groups(rules.apart(raw("groups"), connection), assertion.protocol),
  };
}
