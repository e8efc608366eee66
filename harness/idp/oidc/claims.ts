import { own } from "../../own.ts";
import type { IdpPerson, OidcSpec } from "../port.ts";
import { claimPath, oidcShape, sentGroups, TOKEN_CLAIMS, type OidcShape } from "../profiles/index.ts";
import { tenantOf } from "./place.ts";
import type { Claims } from "./tampers/tamper.ts";

/** OpenID Connect Core 5.4: the standard claims, and the scope that asks for them. */
const SCOPES: { readonly [scope: string]: readonly string[] } = {
  profile: [
    "name",
    "family_name",
    "given_name",
    "middle_name",
    "nickname",
    "preferred_username",
    "profile",
    "picture",
    "website",
    "gender",
    "birthdate",
    "zoneinfo",
    "locale",
    "updated_at",
  ],
  email: ["email", "email_verified"],
  address: ["address"],
  phone: ["phone_number", "phone_number_verified"],
};

/** `groups` asks for nothing that `openid` does not bring; it is known so that an SP may ask for it. */
export const SUPPORTED_SCOPES: readonly string[] = ["openid", "offline_access", "groups", ...Object.keys(SCOPES)];

const SCOPE_OF: ReadonlyMap<string, string> = new Map(
  Object.entries(SCOPES).flatMap(([scope, claims]) => claims.map((claim) => [claim, scope] as const)),
);

export const STANDARD_CLAIMS: readonly string[] = ["sub", ...SCOPE_OF.keys(), "groups"];

/** What an SP asked to be told. */
export interface Release {
  readonly place: "id_token" | "userinfo";
  readonly scopes: ReadonlySet<string>;
  /** Claims that the `claims` parameter names for this place (OpenID Connect Core 5.5). */
  readonly requested: readonly string[];
  /** Where the person's groups are told if there are more than a token holds. */
  readonly overage: string;
}

/**
 * What a message says about a person, without what the profile adds where the person has null of it: `sub`, which is the neutral claim `subject`, and the person's other claims
 * under the connection's names, of whatever type, null and empty ones included.
 *
 * As with the usual IdPs, the standard claims are told to who asks for their scope, or names them in the `claims`
 * parameter. All others (`groups`, and what a company defines itself) are set up at the IdP for the application, and
 * are told to everybody. `claims_in` says where; the `claims` parameter may add the other place.
 */
export function personClaims(person: IdpPerson, spec: OidcSpec, release: Release): Claims {
  const here = spec.claims_in.includes(release.place);
  const shape = oidcShape(spec.profile);
  const extra: Claims = shape.extra(person.claims, tenantOf(spec));
  let told: Claims = here ? { ...extra } : {};
  for (const [neutral, value] of Object.entries(formed(person, spec, shape, release.overage))) {
    const name = own(spec.claims, neutral) ?? (neutral === "subject" ? "sub" : neutral);
    const path = claimPath(name);
    const [head = name] = path;
    if (TOKEN_CLAIMS.includes(head)) continue;
    if (value === null && Object.hasOwn(extra, head)) {
      told = withoutClaim(told, head);
      continue;
    }
    const scope = SCOPE_OF.get(head);
    const asked = scope === undefined || release.scopes.has(scope);
    if (head === "sub" || (here && asked) || release.requested.includes(head)) told = put(told, path, value);
  }
  // A connection may name another claim for the subject besides (`oid`); the protocol's own is always `sub`.
  return "subject" in person.claims ? { ...told, sub: person.claims.subject } : told;
}

/** What the profile adds to everybody, and this person has not. */
function withoutClaim(claims: Claims, name: string): Claims {
  return Object.fromEntries(Object.entries(claims).filter(([claim]) => claim !== name));
}

/** A claim at its place; what stands within the same one already stays beside it. */
function put(claims: Claims, [head = "", ...within]: readonly string[], value: unknown): Claims {
  const there = own(claims, head);
  if (within.length > 0) return { ...claims, [head]: put(isClaims(there) ? there : {}, within, value) };
  return { ...claims, [head]: isClaims(there) && isClaims(value) ? { ...there, ...value } : value };
}

function isClaims(value: unknown): value is Claims {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The person's claims as the profile has them: what it withholds is gone unless the connection itself names it. */
function formed(person: IdpPerson, spec: OidcSpec, shape: OidcShape, overage: string): Claims {
  return Object.fromEntries(
    Object.entries(person.claims).flatMap(([neutral, value]) => {
      if (isWithheld(neutral, spec, shape)) return [];
      if (neutral !== "groups") return [[neutral, value] as const];
      const sent = sentGroups(shape.groups, value);
      if (sent === null) return [];
      return "value" in sent ? [[neutral, sent.value] as const] : distributed(own(spec.claims, "groups"), overage);
    }),
  );
}

/** A distributed claim (OpenID Connect Core 5.6.2): whoever wants to know asks there. */
function distributed(name: string | undefined, endpoint: string): readonly (readonly [string, unknown])[] {
  return [
    ["_claim_names", { [name ?? "groups"]: "src1" }],
    ["_claim_sources", { src1: { endpoint } }],
  ];
}

function isWithheld(neutral: string, spec: OidcSpec, shape: OidcShape): boolean {
  return shape.withheld.includes(neutral) && own(spec.claims, neutral) === undefined;
}

/** The part of an ID token that is not about the person. */
export function tokenClaims(payload: Claims): Claims {
  return Object.fromEntries(Object.entries(payload).filter(([name]) => TOKEN_CLAIMS.includes(name)));
}
