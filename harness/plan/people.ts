import { oidcShape, samlShape } from "../idp/profiles/index.ts";
import { defined } from "../defined.ts";
import { own } from "../own.ts";
import { issuerOf } from "../scenario/model/index.ts";
import type { Connection, Json, Person, Policy } from "../scenario/model/index.ts";
import { render, type Lookup } from "../scenario/template.ts";

type Claims = { readonly [claim: string]: Json };

/**
 * A person with everything that is not left out: a subject, a verified email at the organization's first domain,
 * names and a username, each carrying the namespace where the email cannot, and what else the connection demands. Who
 * is at a vendor's IdP has an identifier and a username of the vendor's making, unless they are written. A person without an email has no `email_verified` either, unless it is written.
 */
export function completePerson(
  person: Person,
  ns: string,
  lookup: Lookup,
  connection: Connection,
  demanded: Claims = {},
): Claims {
  const written = render(person.claims, lookup) as Claims;
  const without = (render(person.without, lookup) as readonly Json[]).map(String);
  const local = `${person.name}.${ns}`;
  const domain = lookup("domain");
  const shape = shapeOfIdp(connection);
  const home = person.guest === true && shape.guest !== null ? GUESTS_DOMAIN : domain;
  const email = without.includes("email")
    ? null
    : (written["email"] ??
      (Object.hasOwn(written, "email") ? null : `${local}@${typeof home === "string" ? home : ""}`));
  const guest = person.guest === true ? guestOf(connection, email, domain) : {};
  const given = person.name.charAt(0).toUpperCase() + person.name.slice(1);
  const family = carries(email, ns) ? "Tester" : `Tester-${ns}`;
  const complete: Claims = {
    ...demanded,
    subject: shape.subject({ ns, person: person.name, tenant: issuerOf(connection), client: clientOf(connection) }),
    email,
    email_verified: true,
    given_name: given,
    family_name: family,
    name: `${given} ${family}`,
    preferred_username: shape.username === "address" ? `${local}@${typeof domain === "string" ? domain : ""}` : local,
    ...guest,
    ...written,
  };
  const left =
    without.includes("email") && !Object.hasOwn(written, "email_verified") ? [...without, "email_verified"] : without;
  // What a vendor adds to everybody is taken away by saying nothing in its place.
  const added = Object.keys(addedTo(complete, connection)).filter((claim) => without.includes(claim));
  return {
    ...Object.fromEntries(Object.entries(complete).filter(([claim]) => !left.includes(claim))),
    ...Object.fromEntries(added.map((claim) => [claim, null])),
  };
}

function addedTo(claims: Claims, connection: Connection): Claims {
  if (connection.protocol !== "oidc") return {};
  return oidcShape(connection.profile).extra(claims, issuerOf(connection)) as Claims;
}

function shapeOfIdp({ protocol, profile }: Connection) {
  return protocol === "oidc" ? oidcShape(profile) : samlShape(profile);
}

/** Of the organization that guests come from. */
const GUESTS_DOMAIN = "partner.test";

/** Who is a guest where nobody is one is told as everybody is. */
function guestOf(connection: Connection, email: Json | undefined, domain: unknown): Claims {
  const told = shapeOfIdp(connection).guest?.({
    email: typeof email === "string" ? email : null,
    tenant: issuerOf(connection),
    domain: typeof domain === "string" ? domain : "",
  });
  return { ...told } as Claims;
}

function clientOf(connection: Connection): string {
  return connection.protocol === "oidc" ? connection.client_id : (connection.sp_entity_id ?? "");
}

/**
 * What a person must have to be let in at a connection, beside what everybody has: every required attribute, a
 * group that is mapped where the policy turns away whoever has none, the one without which nobody comes in, and the
 * domain of the organization that the IdP must say they are of (`hosted`).
 */
export function demandedClaims(
  connection: Connection,
  policy: Policy,
  ns: string,
  { gate, hosted }: { readonly gate?: string | undefined; readonly hosted?: string | undefined } = {},
): Claims {
  const required = (policy.required_attributes ?? []).map((claim) => [claim, `${claim} ${ns}`] as const);
  const strict = [policy.on_groups_absent, policy.on_groups_empty, policy.on_unmapped].includes("reject");
  const group = connection.roles.mapped.one?.group;
  const groups = [...(strict && group !== undefined ? [group] : []), ...(gate === undefined ? [] : [gate])];
  return {
    ...Object.fromEntries(required),
    ...(groups.length === 0 ? {} : { groups: [...new Set(groups)] }),
    ...defined({ hd: hosted }),
  };
}

/** A usable address that stands for the namespace. */
function carries(email: Json | undefined, ns: string): boolean {
  return typeof email === "string" && email.includes("@") && email.toLowerCase().includes(ns.toLowerCase());
}

/**
 * The value by which the SP comes to know a person: the subject, but the email where the NameID is the address and
 * is the key (SAML Core 8.3.2), the username likewise, and the claim where the policy keys on a claim: a person's own,
 * or what the profile adds.
 */
export function identityValue(claims: Claims, connection: Connection, policy: Policy): Json | undefined {
  const key = policy.identity_key;
  if (isEmailKey(connection, policy)) return usable(claims["email"]) ? claims["email"] : claims["subject"];
  if (isUsernameKey(connection, policy))
    return usable(claims["preferred_username"]) ? claims["preferred_username"] : claims["subject"];
  const claim = key === "tid_oid" ? "oid" : key?.startsWith("claim:") === true ? key.slice("claim:".length) : undefined;
  if (claim !== undefined && connection.protocol === "oidc" && own(connection.claims, "subject") !== claim) {
    const added = own(oidcShape(connection.profile).extra(claims, issuerOf(connection)), claim);
    return own(claims, claim) ?? (typeof added === "string" ? added : claims["subject"]);
  }
  return claims["subject"];
}

/**
 * The key of identity is the email itself, by its own name or by that of the claim or attribute that carries it: a
 * changed email is then another person.
 */
export function isEmailKey(connection: Connection, policy: Policy): boolean {
  const { identity_key } = policy;
  if (identity_key === "email" || identity_key === "claim:email") return true;
  if (connection.protocol === "oidc") return false;
  const attribute = connection.attributes["email"] ?? "email";
  return identity_key === `entity_attr:${attribute}` || (hasEmailNameId(connection) && keysOnNameId(policy));
}

export function hasEmailNameId(connection: Connection): boolean {
  if (connection.protocol === "oidc") return false;
  const { name_id, name_id_of } = connection;
  return name_id_of === "email" || (name_id === "emailAddress" && name_id_of === undefined);
}

/** The NameID is the key and carries the username. */
export function isUsernameKey(connection: Connection, policy: Policy): boolean {
  return connection.protocol === "saml" && connection.name_id_of === "preferred_username" && keysOnNameId(policy);
}

export function hasTransientNameId(connection: Connection): boolean {
  return connection.protocol === "saml" && connection.name_id === "transient";
}

/** The NameID is the key and is another one at each sign-in (SAML Core 8.3.8). */
export function isTransientKey(connection: Connection, policy: Policy): boolean {
  return hasTransientNameId(connection) && keysOnNameId(policy);
}

function keysOnNameId({ identity_key }: Policy): boolean {
  return identity_key === undefined || identity_key === "entity_nameid";
}

function usable(email: Json | undefined): boolean {
  return typeof email === "string" && email.trim() !== "";
}
