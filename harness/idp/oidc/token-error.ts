import type { KoaContextWithOIDC } from "oidc-provider";
import type { OidcSpec } from "../port.ts";

/**
 * Says at the token endpoint which mistake it was. A real IdP keeps that to itself; whoever develops against this one
 * would only look for it longer.
 */
export function tellMistake(
  spec: OidcSpec,
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
      ? `, this connection has ${spec.client_id}`
      : "";
  ctx.body = { ...body, error_description: plain(`${error_description}: ${error.error_detail}${more}`) };
}

/** What RFC 6749 5.2 admits in a description. */
function plain(text: string): string {
  return text.slice(0, 500).replace(/[^\x20\x21\x23-\x5b\x5d-\x7e]/g, "?");
}
