import { own } from "../../own.ts";
import { PLAIN_OIDC, PLAIN_SAML } from "./plain.ts";
import { PLAIN, type Facets, type OidcShape, type Profile, type SamlShape } from "./profile.ts";
import { PROFILES } from "./table.ts";

export function profileOf(name: string | undefined): Profile | undefined {
  return name === undefined ? undefined : own(PROFILES, name);
}

/** What the IdP of a connection is given: the vendor's value of each facet that is stated, else the plain one. */
export function oidcShape(profile: string | undefined): OidcShape {
  return shaped(PLAIN_OIDC, profileOf(profile)?.oidc);
}

export function samlShape(profile: string | undefined): SamlShape {
  return shaped(PLAIN_SAML, profileOf(profile)?.saml);
}

function shaped<Shape extends object>(plain: Shape, facets: Facets<Shape> | null | undefined): Shape {
  if (facets === null || facets === undefined) return plain;
  const stated = Object.entries<{ readonly value: unknown } | typeof PLAIN>(facets).flatMap(([facet, one]) =>
    one === PLAIN ? [] : [[facet, one.value] as const],
  );
  return { ...plain, ...Object.fromEntries(stated) };
}
