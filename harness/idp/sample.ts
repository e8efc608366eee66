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

/** The sample person, as a connection of the profile gets to know her. */
export function samplePerson(shape: OidcShape | SamlShape): IdpPerson {
  const email = `ada.${NS}@acme.test`;
  return {
    key: `ada.${NS}`,
    claims: {
      subject: shape.subject({ ns: NS, person: "ada", tenant: NAME, client: CLIENT }),
      email,
      email_verified: true,
      given_name: "Ada",
      family_name: "Tester",
      name: "Ada Tester",
      preferred_username: shape.username === "address" ? email : `ada.${NS}`,
      groups: GROUPS,
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
  const told = (place: "id_token" | "userinfo") =>
    personClaims(person, spec, {
      place,
      scopes: new Set(["openid", "profile", "email"]),
      requested: [],
      overage: overageOf(person, spec, host),
    });
  const iat = NOW.getTime() / 1000;
  return {
    issuer,
    discovery_url: host.base + discovery,
    endpoints: Object.fromEntries(Object.entries(routes).map(([name, path]) => [name, host.base + path])),
    id_token: { iss: issuer, aud: CLIENT, iat, exp: iat + shape.lifetime, ...told("id_token") },
    userinfo: told("userinfo"),
    refused: { cancelled: shape.cancelled, silent: shape.silent, unassigned: shape.unassigned(CLIENT) },
  };
}

function samlSample(profile: string): SamlSample {
  const spec = sampleSamlSpec(profile);
  const { entity_id, places, cancelled, silent, unassigned } = samlShape(profile);
  const base = `${BASE}/saml/${NAME}`;
  const { sso, metadata } = places(NAME);
  const entityId = entity_id?.(NAME) ?? base + metadata;
  const person = samplePerson(samlShape(profile));
  const { encrypt: _, ...known } = spec;
  const reply = { acs: spec.acs[0] ?? "", inResponseTo: "_request" };
  let made = 0;
  const id = (): string => `_${createHash("sha256").update(String(made++)).digest("hex").slice(0, 40)}`;
  return {
    entity_id: entityId,
    sso_url: base + sso,
    metadata_url: base + metadata,
    refused: { cancelled, silent, unassigned },
    response: buildResponse(person, known, entityId, reply, overageAddress(base, person.key), { now: NOW, id }),
  };
}
