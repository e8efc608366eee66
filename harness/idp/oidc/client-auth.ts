import type Provider from "oidc-provider";
import type { KoaContextWithOIDC } from "oidc-provider";
import type { OidcSpec } from "../port.ts";
import type { Clients } from "./clients.ts";
import { Provider as OpenIdProvider } from "./library.ts";

type Compare = (this: object, secret: string) => boolean | Promise<boolean>;
type Way = OidcSpec["client_auth"];

/** How the words of a connection are called in the metadata of an OpenID Provider. */
export const CLIENT_AUTH_METHODS = { basic: "client_secret_basic", post: "client_secret_post", none: "none" } as const;

/**
 * The library takes a secret by Basic from a client that is registered for the form, and the other way round. Many IdPs
 * do not, so that a client finds it out at its customer's: here its own way alone will do.
 */
export function refuseOtherWays(provider: Provider, clients: Clients): void {
  const known = provider.Client.prototype;
  const compare: Compare = Reflect.get(known, "compareClientSecret");
  known.compareClientSecret = async function (secret) {
    const ctx = OpenIdProvider.ctx;
    const way = ctx === undefined ? undefined : wayOf(ctx);
    if (way !== clients.named(this.clientId).spec.client_auth) return false;
    return await compare.call(this, secret);
  };
}

/** How a client shows its secret in this request (RFC 6749 2.3.1). */
export function wayOf(ctx: KoaContextWithOIDC): Way {
  if (/^basic /i.test(ctx.headers.authorization ?? "")) return "basic";
  return hasSecret(ctx) ? "post" : "none";
}

/** RFC 6749 2.3. The library does not look for the way that it was not set up for. */
export function isToldTwice(ctx: KoaContextWithOIDC): boolean {
  return ctx.headers.authorization !== undefined && hasSecret(ctx);
}

function hasSecret(ctx: KoaContextWithOIDC): boolean {
  const body: unknown = ctx.oidc.body;
  return typeof body === "object" && body !== null && "client_secret" in body && body.client_secret !== undefined;
}
