import type { Protocol } from "./names.ts";

/**
 * What an SP's owner declares where the standards leave a choice (catalogue, section B).
 * Every knob is declared per target, and may be overridden by an organization or a connection.
 */

/** The knobs whose values are a closed set. The order of the values is the order of the documentation. */
export const KNOBS = {
  jit: ["on", "off", "pending_approval"],
  link_by: ["never", "verified_email_and_domain", "verified_email", "any_email", "username"],
  email_verified_missing: ["unverified", "trust_verified_domain", "trust_connection"],
  email_sync: ["verified_only", "on", "off"],
  email_conflict: ["keep_old_and_warn", "reject", "allow"],
  email_case: ["insensitive", "sensitive"],
  on_missing_required: ["reject", "default", "placeholder"],
  on_attribute_absent: ["keep", "clear"],
  profile_sync: ["every_login", "first_login", "off"],
  link_conflict: ["reject", "relink_window"],
  link_step_up: ["none", "privileged_or_password", "always", "admin_approves"],
  signed_in_link: ["never", "join"],
  role_sync: ["mirror", "authoritative", "add_only", "first_login", "off"],
  on_unmapped: ["default", "reject"],
  on_groups_absent: ["revoke", "default", "reject", "keep"],
  on_groups_empty: ["revoke", "default", "reject"],
  unverified_domain: ["reject", "invite_only", "allow"],
  domain_join: ["auto", "invite", "off"],
  invite: ["consume_on_sso", "accept_first"],
  idp_initiated: ["off", "on"],
  deactivated_login: ["reject", "reactivate"],
  local_password: ["none", "allowed"],
} as const;

export type Knob = keyof typeof KNOBS;

/**
 * What identifies an account: (issuer, subject) for OIDC, (entityID, NameID) or an attribute for SAML.
 * `email` and `claim:NAME` are unsafe.
 */
export type IdentityKey =
  "iss_sub" | "tid_oid" | "entity_nameid" | "email" | `entity_attr:${string}` | `claim:${string}`;

/** The kinds of identity key: `entity_attr` and `claim` stand for whichever attribute or claim is named. */
export const KEY_KINDS = ["iss_sub", "tid_oid", "entity_nameid", "entity_attr", "claim", "email"] as const;
export type KeyKind = (typeof KEY_KINDS)[number];

/** Those that can be, by protocol; the last two are a stated danger. */
export const KEY_KINDS_OF: { readonly [protocol in Protocol]: readonly KeyKind[] } = {
  oidc: ["iss_sub", "tid_oid", "claim", "email"],
  saml: ["entity_nameid", "entity_attr", "claim", "email"],
};
export const UNSAFE_KEYS: readonly KeyKind[] = ["claim", "email"];

export function kindOfKey(key: IdentityKey): KeyKind {
  return KEY_KINDS.find((kind) => key === kind || key.startsWith(`${kind}:`)) ?? "iss_sub";
}

export const IDENTITY_KEY = /^(?:iss_sub|tid_oid|entity_nameid|email|(?:entity_attr|claim):.+)$/;

export function isIdentityKey(text: string): text is IdentityKey {
  return IDENTITY_KEY.test(text);
}

/** A declaration: what is left out is undeclared, and every lawful row is then admitted. */
export type Policy = { readonly [K in Knob]?: (typeof KNOBS)[K][number] } & {
  readonly identity_key?: IdentityKey;
  /** Claims without which a first sign-in is incomplete. */
  readonly required_attributes?: readonly string[];
};

/** Values of knobs that a row or a requirement names: knob -> admitted values. */
export type KnobValues = { readonly [K in Knob]?: readonly string[] };
