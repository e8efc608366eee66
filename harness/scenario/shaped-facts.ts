import { formOf, oidcShape, samlShape, SEPARATOR } from "../idp/profiles/index.ts";
import { own } from "../own.ts";
import type { Connection } from "./model/index.ts";
import { DEFAULT_CLAIMS } from "./schema/person.ts";

/**
 * What an SP that follows its IdP's shape must be told: under which names a connection sends the usual claims, and in
 * which form the groups that it maps. The values of `{{connections.NAME.claims.email}}`, for SAML `attributes.email`,
 * `{{connections.NAME.groups.one}}`, `groups.required`, and `groups.separator`, which is empty where each group is a value of its own.
 */
export function shapedFacts(connection: Connection): { readonly [field: string]: string } {
  const { protocol, roles } = connection;
  const names = protocol === "oidc" ? connection.claims : connection.attributes;
  const { groups } = protocol === "oidc" ? oidcShape(connection.profile) : samlShape(connection.profile);
  const part = protocol === "oidc" ? "claims" : "attributes";
  const claims = [...new Set([...DEFAULT_CLAIMS, "groups", ...Object.keys(names)])];
  const mapped = Object.entries(roles.mapped);
  return Object.fromEntries([
    ...claims.map((claim) => [`${part}.${claim}`, own(names, claim) ?? nameOf(claim, protocol)]),
    ...mapped.map(([name, { group }]) => [`groups.${name}`, formOf(groups.each, group)]),
    ...(roles.required === undefined ? [] : [["groups.required", formOf(groups.each, roles.required)]]),
    ["groups.separator", groups.as === "joined" ? SEPARATOR : ""],
  ]);
}

/** A group in the form in which the connection's IdP sends it. */
export function groupAsSent(connection: Connection, group: string): string {
  const { protocol, profile } = connection;
  const { groups } = protocol === "oidc" ? oidcShape(profile) : samlShape(profile);
  return formOf(groups.each, group);
}

function nameOf(claim: string, protocol: Connection["protocol"]): string {
  return protocol === "oidc" && claim === "subject" ? "sub" : claim;
}
