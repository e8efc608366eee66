import { X509Certificate } from "node:crypto";
import { own } from "../own.ts";
import { messageOf } from "../errors.ts";
import type { Idps, KnownSp, OidcFacts, SamlFacts } from "../idp/port.ts";
import { oidcShape, profileOf, samlShape, withheldBy } from "../idp/profiles/index.ts";
import { NAME_ID_FORMAT } from "../idp/saml/names.ts";
import { effectivePolicy } from "../scenario/index.ts";
import type { Connection, OidcConnection, SamlConnection, Target } from "../scenario/model/index.ts";

/** Neutral claim -> the name under which it is sent. */
type Names = { readonly [claim: string]: string };

/** Where the IdPs answer by https: the PEM file that must be trusted for it. */
interface Trusted {
  readonly ca_file?: string;
}

/** What two sides must agree on before a connection works: what to enter at the SP, and what is entered here of it. */
export type ConnectionSetup = OidcSetup | SamlSetup;

/** The vendor whose shape a connection has, and the words of its form. */
interface VendorForm {
  readonly title: string;
  /** Field of the setup -> what the vendor's form calls it; what is not named has no word of its own. */
  readonly words: Names;
}

export interface OidcSetup {
  readonly name: string;
  readonly vendor?: VendorForm;
  readonly protocol: "oidc";
  /** For the SP. `client_secret` is empty for a public client. */
  readonly idp: Omit<OidcFacts, "protocol" | "name"> & Trusted;
  readonly sp: { readonly redirect_uris: readonly string[]; readonly client_auth: OidcConnection["client_auth"] };
  readonly sent: {
    readonly claims: Names;
    readonly claims_in: OidcConnection["claims_in"];
    readonly signing_alg: OidcConnection["signing_alg"];
  };
}

export interface SamlSetup {
  readonly name: string;
  readonly vendor?: VendorForm;
  readonly protocol: "saml";
  /** For the SP; `certificate_sha256` as `openssl x509 -fingerprint -sha256` writes it. */
  readonly idp: Omit<SamlFacts, "protocol" | "name"> & { readonly certificate_sha256: string } & Trusted;
  /** Null where it is left to the SP's metadata, which cannot be had: `problem` says why. */
  readonly sp: KnownSp | null;
  readonly problem?: string;
  readonly sent: {
    /** The URI of the format (SAML Core 8.3). */
    readonly name_id: string;
    readonly signed: SamlConnection["sign"];
    readonly attributes: Names;
  };
}

/** The setups of a target's connections, in its order; keys and secrets are made now where they never were. */
export function setupsOf(target: Target, idps: Idps): Promise<ConnectionSetup[]> {
  return Promise.all(
    target.connections.map((connection) =>
      connection.protocol === "oidc" ? oidcSetup(connection, idps) : samlSetup(target, connection, idps),
    ),
  );
}

async function oidcSetup(connection: OidcConnection, idps: Idps): Promise<OidcSetup> {
  const { name, redirect_uris, client_auth, claims_in, signing_alg, claims } = connection;
  const facts = await idps.facts(name);
  if (facts.protocol !== "oidc") throw new Error(`the IdP of ${name} speaks ${facts.protocol}`);
  const { protocol, name: _, ...idp } = facts;
  const names = { subject: "sub", ...named(told(connection, ["email_verified"]), claims) };
  const own = { ...idp, ...trusted(idps) };
  return {
    name,
    ...vendorOf(connection),
    protocol,
    idp: own,
    sp: { redirect_uris, client_auth },
    sent: { claims: names, claims_in, signing_alg },
  };
}

async function samlSetup(target: Target, connection: SamlConnection, idps: Idps): Promise<SamlSetup> {
  const { name, name_id, sign, attributes } = connection;
  const facts = await idps.facts(name);
  if (facts.protocol !== "saml") throw new Error(`the IdP of ${name} speaks ${facts.protocol}`);
  const { protocol, name: _, ...addresses } = facts;
  const [, key = ""] = /^entity_attr:(.+)$/s.exec(effectivePolicy(target, connection).identity_key ?? "") ?? [];
  const known = await knownSp(idps, name);
  const subject = key === "" || Object.values(attributes).includes(key) ? {} : { subject: key };
  return {
    name,
    ...vendorOf(connection),
    protocol,
    idp: {
      ...addresses,
      certificate_sha256: new X509Certificate(facts.certificate).fingerprint256,
      ...trusted(idps),
    },
    ...known,
    sent: {
      name_id: NAME_ID_FORMAT[name_id],
      signed: known.sp?.signed ?? sign,
      attributes: { ...subject, ...named(told(connection), attributes), ...attributes },
    },
  };
}

function vendorOf({ protocol, profile }: Connection): { readonly vendor?: VendorForm } {
  const title = profileOf(profile)?.title;
  const { form: words } = protocol === "oidc" ? oidcShape(profile) : samlShape(profile);
  return title === undefined || Object.keys(words).length === 0 ? {} : { vendor: { title, words } };
}

function trusted({ ca }: Idps): Trusted {
  return ca === null ? {} : { ca_file: ca.file };
}

async function knownSp(idps: Idps, name: string): Promise<Pick<SamlSetup, "sp" | "problem">> {
  try {
    return { sp: await idps.knownSp(name) };
  } catch (error) {
    return { sp: null, problem: messageOf(error) };
  }
}

/** What is told of a complete person; groups where the connection maps some; nothing that the vendor withholds. */
function told(connection: Connection, more: readonly string[] = []): readonly string[] {
  const { profile, protocol, roles } = connection;
  const names = connection.protocol === "oidc" ? connection.claims : connection.attributes;
  const withheld = withheldBy(profile, protocol, names);
  const groups = Object.keys(roles.mapped).length > 0 ? ["groups"] : [];
  const all = [...more, "email", "given_name", "family_name", "name", "preferred_username", ...groups];
  return all.filter((claim) => !withheld.includes(claim));
}

function named(claims: readonly string[], names: Names): Names {
  return Object.fromEntries(claims.map((claim) => [claim, own(names, claim) ?? claim]));
}
