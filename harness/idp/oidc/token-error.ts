import type { KoaContextWithOIDC } from "oidc-provider";
import { CLIENT_AUTH_METHODS, wayOf } from "./client-auth.ts";
import type { Clients } from "./clients.ts";

/**
 * Says at the token endpoint which mistake it was. A real IdP keeps that to itself; whoever develops against this one
 * would only look for it longer.
 */
export function tellMistake(
  clients: Clients,
  ctx: KoaContextWithOIDC,
  error: Error & { readonly error_detail?: string | undefined },
): void {
  const body: unknown = ctx.body;
  if (typeof body !== "object" || body === null || error.error_detail === undefined) return;
  const { error_description } = { error_description: "", ...body };
  const asked = ctx.oidc.params?.["redirect_uri"];
  const more = /redirect_uri/.test(error.error_detail)
    ? `, ${typeof asked === "string" ? asked : "none"} is not that of the authorization request`
    : error.error_detail === "client not found"
      ? `, this connection has ${clients.all.map(({ spec }) => spec.client_id).join(", ")}`
      : "";
  const detail = otherWay(clients, ctx, error_description) ?? `${error.error_detail}${more}`;
  ctx.body = { ...body, error_description: plain(`${error_description}: ${detail}`) };
}

/** A client that is known, and shows its secret in another way than its connection says. */
function otherWay(clients: Clients, ctx: KoaContextWithOIDC, error_description: string): string | undefined {
  const { client } = ctx.oidc;
  const { client_auth } = clients.of(ctx).spec;
  const way = wayOf(ctx);
  if (client === undefined || way === client_auth || !/client authentication/.test(error_description)) return undefined;
  return `the client authenticates by ${CLIENT_AUTH_METHODS[way]}, and this connection has client_auth ${client_auth}, ${CLIENT_AUTH_METHODS[client_auth]}`;
}

/** What RFC 6749 5.2 admits in a description. */
function plain(text: string): string {
  return text.slice(0, 500).replace(/[^\x20\x21\x23-\x5b\x5d-\x7e]/g, "?");
}
