import { decodeJwt } from "../../observe/decode.ts";
import type { Exchange } from "../../observe/exchange.ts";
import type { Connection } from "../../scenario/model/index.ts";
import type { Mismatch } from "./connection.ts";
import type { TrustFacts } from "./options.ts";

/**
 * An authorization request against what the connection declares (OpenID Connect Core, 3.1.2.1). What a request object
 * (section 6) holds wins over the parameters beside it; one that was pushed (RFC 9126) shows the client alone.
 */
export function compareOidc(
  asked: Exchange,
  connection: Connection,
  trust: Extract<TrustFacts, { protocol: "oidc" }>,
): Mismatch | null {
  if (connection.protocol !== "oidc") return null;
  const at = `${connection.place.file}:${connection.place.line}`;
  const outer = asked.messages.find(({ kind }) => kind === "authorization_request")?.content;
  if (outer === undefined)
    return {
      message: "sends the IdP something that is no authorization request",
      hint: "the SP must ask with client_id and response_type=code",
    };
  const object = outer["request"];
  const inner = typeof object === "string" ? decodeJwt(object)?.payload : undefined;
  const request: { readonly [name: string]: unknown } = { ...outer, ...inner };
  const { client_id, redirect_uri } = request;
  if (client_id !== trust.client_id) {
    return {
      message: `the SP asks as the client ${String(client_id)}, and the connection's is ${trust.client_id}`,
      hint: `configure the SP with client_id ${trust.client_id}, or correct client_id (${at})`,
    };
  }
  const pushed = request["request_uri"] !== undefined && redirect_uri === undefined;
  if (pushed || connection.redirect_uris.includes(String(redirect_uri))) return null;
  return {
    message: `the SP asks to be answered at ${String(redirect_uri)}, which redirect_uris has not`,
    hint: `write it into redirect_uris (${at}: ${connection.redirect_uris.join(", ")}), or configure the SP's own base URL`,
  };
}
