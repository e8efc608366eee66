import { createHash } from "node:crypto";
import { personClaims } from "./oidc/claims.ts";
import { overageOf } from "./oidc/overage.ts";
import { placeOf } from "./oidc/place.ts";
import { overageAddress } from "./overage.ts";
import type { IdpPerson, OidcSpec, SamlSpec } from "./port.ts";
import {
  oidcDefaults,
  profileOf,
  samlDefaults,
  samlShape,
  type OidcRefusal,
  type OidcShape,
  type OwnPage,
  type SamlRefusal,
  type SamlShape,
} from "./profiles/index.ts";
import { buildResponse } from "./saml/response/build.ts";

/** What a profile makes of one person at one moment: what the IdP of a connection would send, but for signatures. */
export interface Samples {
  readonly oidc: OidcSample | null;
  readonly saml: SamlSample | null;
}

interface OidcSample {
  readonly issuer: string;
  readonly discovery_url: string;
  readonly endpoints: { readonly [name: string]: string };
  readonly id_token: { readonly [claim: string]: unknown };
  readonly userinfo: { readonly [claim: string]: unknown };
  /** What the ID token says of her where she is a guest; null: as of anybody. */
  readonly guest: { readonly [claim: string]: unknown } | null;
  readonly refused: Refusals<OidcRefusal>;
}

/** What an SP is told in the place of a sign-in; a page is the vendor's own, and tells it nothing. */
interface Refusals<Told> {
  readonly cancelled: Told;
  readonly silent: Told;
  readonly unassigned: Told | OwnPage;
}

interface SamlSample {
  readonly entity_id: string;
  readonly sso_url: string;
  readonly metadata_url: string;
  readonly refused: Refusals<SamlRefusal>;
  /** XML, not signed. */
  readonly response: string;
  /** The same where she is a guest; null: as anybody's. */
  readonly guest: string | null;
}

const BASE = "http://127.0.0.1:9400";
const NOW = new Date("2026-01-05T09:00:00.000Z");
const NAME = "acme";
const NS = "k3x9q2ab";
const CLIENT = "app";
const GROUPS = ["engineering", "admins"];

/** @throws Error where there is no profile of that name. */
export function samplesOf(profile: string): Samples {
  const known = profileOf(profile);
  if (known === undefined) throw new Error(`there is no profile ${profile}`);
  return {
    oidc: known.oidc === null ? null : oidcSample(profile),
    saml: known.saml === null ? null : samlSample(profile),
  };
}

/** The sample person, as a connection of the profile gets to know her; `guest`: of another organization. */
export function samplePerson(shape: OidcShape | SamlShape, guest = false): IdpPerson {
  const own = `ada.${NS}@acme.test`;
  const email = guest && shape.guest !== null ? `ada.${NS}@partner.test` : own;
  return {
    key: `ada.${NS}`,
    claims: {
      subject: shape.subject({ ns: NS, person: "ada", tenant: NAME, client: CLIENT }),
      email,
      email_verified: true,
      given_name: "Ada",
      family_name: "Tester",
      name: "Ada Tester",
      preferred_username: shape.username === "address" ? own : `ada.${NS}`,
      groups: GROUPS,
      ...(guest ? shape.guest?.({ email, tenant: NAME, domain: "acme.test" }) : {}),
    },
  };
}

export function sampleOidcSpec(profile: string): OidcSpec {
  return {
    protocol: "oidc",
    name: NAME,
    profile,
    client_id: CLIENT,
    client_auth: "basic",
    redirect_uris: ["http://localhost:3000/callback"],
    signing_alg: "RS256",
    ...oidcDefaults(profile),
  };
}

export function sampleSamlSpec(profile: string): SamlSpec & { readonly sp_entity_id: string } {
  const acs = ["http://localhost:3000/acs"];
  return { protocol: "saml", name: NAME, profile, sp_entity_id: CLIENT, acs, ...samlDefaults(profile) };
}

function oidcSample(profile: string): OidcSample {
  const spec = sampleOidcSpec(profile);
  const host = { base: `${BASE}/oidc/${NAME}` };
  const { shape, issuer, discovery, routes } = placeOf(spec, host);
  const person = samplePerson(shape);
  const told = (place: "id_token" | "userinfo", who = person) =>
    personClaims(who, spec, {
      place,
      scopes: new Set(["openid", "profile", "email"]),
      requested: [],
      overage: overageOf(who, spec, host),
    });
  const iat = NOW.getTime() / 1000;
  const issued = { iss: issuer, aud: CLIENT, iat, exp: iat + shape.lifetime };
  return {
    issuer,
    discovery_url: host.base + discovery,
    endpoints: Object.fromEntries(Object.entries(routes).map(([name, path]) => [name, host.base + path])),
    id_token: { ...issued, ...told("id_token") },
    userinfo: told("userinfo"),
    guest: hasGuests(profile, "oidc") ? { ...issued, ...told("id_token", samplePerson(shape, true)) } : null,
    refused: { cancelled: shape.cancelled, silent: shape.silent, unassigned: shape.unassigned(CLIENT) },
  };
}

function samlSample(profile: string): SamlSample {
  const spec = sampleSamlSpec(profile);
  const { entity_id, places, cancelled, silent, unassigned } = samlShape(profile);
  const base = `${BASE}/saml/${NAME}`;
  const { sso, metadata } = places(NAME);
  const entityId = entity_id?.(NAME) ?? base + metadata;
  const { encrypt: _, ...known } = spec;
  const reply = { acs: spec.acs[0] ?? "", inResponseTo: "_request" };
  const sent = (guest: boolean): string => {
    const person = samplePerson(samlShape(profile), guest);
    let made = 0;
    const id = (): string => `_${createHash("sha256").update(String(made++)).digest("hex").slice(0, 40)}`;
    return buildResponse(person, known, entityId, reply, overageAddress(base, person.key), { now: NOW, id });
  };
  return {
    entity_id: entityId,
    sso_url: base + sso,
    metadata_url: base + metadata,
    refused: { cancelled, silent, unassigned },
    response: sent(false),
    guest: hasGuests(profile, "saml") ? sent(true) : null,
  };
}

/** Nobody's IdP, which tells a guest as it tells everybody, has none to show. */
function hasGuests(profile: string, protocol: "oidc" | "saml"): boolean {
  const stated = profileOf(profile)?.[protocol]?.guest;
  return typeof stated === "object" && stated.value !== null;
}
