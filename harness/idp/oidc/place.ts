import type { HostServices } from "../mount.ts";
import type { OidcSpec } from "../port.ts";
import { oidcShape, type OidcShape } from "../profiles/index.ts";

/** Where a connection's OpenID Provider is, in the shape that its profile gives it. */
export interface Place {
  readonly shape: OidcShape;
  readonly issuer: string;
  /** Below the connection's own address. */
  readonly routes: ReturnType<OidcShape["endpoints"]>;
  /** Likewise; where the discovery document is asked for. */
  readonly discovery: string;
}

export const DISCOVERY = "/.well-known/openid-configuration";

/** Whose IdP it is: a connection, or the one whose issuer it shares. */
export function tenantOf({ name, issuer_of }: OidcSpec): string {
  return issuer_of ?? name;
}

/** The host is ours whatever the profile: it gives paths alone. */
export function placeOf(spec: OidcSpec, host: Pick<HostServices, "base">): Place {
  const shape = oidcShape(spec.profile);
  const path = shape.issuer(tenantOf(spec));
  return {
    shape,
    issuer: host.base + path,
    routes: shape.endpoints(tenantOf(spec)),
    // Discovery 4.1: a slash at the end of the issuer is taken off first.
    discovery: path.replace(/\/$/, "") + DISCOVERY,
  };
}
