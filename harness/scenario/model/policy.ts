import type { Knob, ValueOf } from "./knobs.ts";
import type { Protocol } from "./names.ts";

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

/** What an SP declares, for the target, an organization or a connection: what is left out is undeclared, and every lawful row is then admitted. */
export type Policy = { readonly [K in Knob]?: ValueOf<K> } & {
  readonly identity_key?: IdentityKey;
  /** Claims without which a first sign-in is incomplete. */
  readonly required_attributes?: readonly string[];
};

/** Values of knobs that a row or a requirement names: knob -> admitted values. */
export type KnobValues = { readonly [K in Knob]?: readonly string[] };
