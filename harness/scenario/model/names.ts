export { SCIM_DIALECT_NAMES, type ScimDialectName } from "../../idp/profiles/index.ts";

/** The closed sets of words that the three file kinds share. */

export const PROTOCOLS = ["oidc", "saml"] as const;
export type Protocol = (typeof PROTOCOLS)[number];

export const SEVERITIES = ["MUST", "SHOULD", "MAY"] as const;
export type Severity = (typeof SEVERITIES)[number];

/**
 * What an expectation rests on: an SP-side clause of a standard, a harm (a foreign account entered,
 * a duplicate, a privilege gained, unsigned content used), the policy that the SP declares, or advice.
 */
export const BASES = ["clause", "harm", "policy", "advice"] as const;
export type Basis = (typeof BASES)[number];

/** How many roles an account of the SP can have at a time. */
export const ROLES_PER_ACCOUNT = ["several", "single"] as const;
export type RolesPerAccount = (typeof ROLES_PER_ACCOUNT)[number];

export const LANES = ["parallel", "exclusive"] as const;
export type Lane = (typeof LANES)[number];

/** A person's own names, as an account has them. */
export const NAME_FIELDS = ["given_name", "family_name", "name"] as const;
export type NameField = (typeof NAME_FIELDS)[number];

/** A JSON value as YAML can hold it: the value of a claim, whatever its type. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** A value, or one value per protocol: `{ oidc: x, saml: y }`. The planner resolves it. */
export type PerProtocol<T> = T | { readonly oidc: T; readonly saml: T };
