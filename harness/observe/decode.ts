import { inflateRawSync } from "node:zlib";
import type { ProtocolMessage } from "./exchange.ts";

/**
 * Reads the protocol messages out of one request or response. Nothing is verified here: the records show what was
 * sent, the judges decide what it means. Hostile input gives no message, never an exception.
 */

/** A SAML message of the Redirect binding may inflate to this many bytes at most; a lawful one has a few thousand. */
const MAX_INFLATED = 1024 * 1024;
const FORM = "application/x-www-form-urlencoded";

export interface CarriedRequest {
  readonly method: string;
  readonly url: string;
  readonly contentType?: string | undefined;
  readonly body?: string | undefined;
}

export interface CarriedResponse {
  readonly contentType?: string | undefined;
  /** The Location of a redirect: the only place where a fragment response (`#id_token=...`) is seen. */
  readonly location?: string | undefined;
  readonly body?: string | undefined;
}

/** The messages that a request delivers: in its query, then in its form body. */
export function messagesOfRequest(request: CarriedRequest): ProtocolMessage[] {
  const query = queryOf(request.url);
  const found = query === "" ? [] : messagesOfParameters(new URLSearchParams(query), "redirect");
  if (request.method === "POST" && request.body !== undefined && mediaType(request.contentType) === FORM) {
    found.push(...messagesOfParameters(new URLSearchParams(request.body), "post"));
  }
  return found;
}

/** The messages of a response: OAuth JSON of a token endpoint, and what a redirect carries in its fragment. */
export function messagesOfResponse(response: CarriedResponse): ProtocolMessage[] {
  const found: ProtocolMessage[] = [];
  const hash = response.location?.indexOf("#") ?? -1;
  if (response.location !== undefined && hash >= 0) {
    found.push(...messagesOfParameters(new URLSearchParams(response.location.slice(hash + 1)), "redirect"));
  }
  if (response.body !== undefined && mediaType(response.contentType).endsWith("json")) {
    const json = parseObject(response.body);
    if (json !== null && (typeof json["id_token"] === "string" || typeof json["access_token"] === "string")) {
      found.push({ kind: "token_response", content: json }, ...idTokenOf(json["id_token"]));
    }
  }
  return found;
}

function messagesOfParameters(parameters: URLSearchParams, binding: "redirect" | "post"): ProtocolMessage[] {
  const found: ProtocolMessage[] = [];
  for (const [name, kind] of [
    ["SAMLRequest", "AuthnRequest"],
    ["SAMLResponse", "Response"],
  ] as const) {
    const message = parameters.get(name);
    const xml = message === null ? null : decodeSaml(message, binding);
    if (xml !== null) found.push({ kind: logoutKind(xml) ?? kind, content: { xml, ...relayState(parameters) } });
  }
  const kind = oauthKind(parameters);
  if (kind !== null) found.push({ kind, content: gather(parameters) }, ...idTokenOf(parameters.get("id_token")));
  return found;
}

/** Single Logout has the same parameters (SAML Bindings 3.4.3): the root element tells. */
function logoutKind(xml: string): "LogoutRequest" | "LogoutResponse" | undefined {
  const [, name] = /^\s*(?:<\?[^>]*>\s*)?<(?:[\w.-]+:)?(LogoutRequest|LogoutResponse)[\s>]/.exec(xml) ?? [];
  return name === "LogoutRequest" || name === "LogoutResponse" ? name : undefined;
}

/**
 * OAuth messages have no type of their own; each is told by a parameter that the others lack
 * (RFC 6749 sections 4.1.1, 4.1.2 and 4.1.3; OpenID Connect Core section 3.3.2.5 for id_token).
 */
function oauthKind(parameters: URLSearchParams): ProtocolMessage["kind"] | null {
  if (parameters.has("grant_type")) return "token_request";
  if (parameters.has("client_id") && (parameters.has("response_type") || parameters.has("request_uri"))) {
    return "authorization_request";
  }
  const answered = parameters.has("code") || parameters.has("id_token");
  const refused = parameters.has("error") && (parameters.has("state") || parameters.has("iss"));
  return answered || refused ? "authorization_response" : null;
}

/** The XML of a SAML message: base64, and raw DEFLATE too in the Redirect binding (SAML Bindings 3.4.4.1). Null where it is none. */
export function decodeSaml(message: string, binding: "redirect" | "post"): string | null {
  const bytes = Buffer.from(message.replace(/\s+/g, ""), "base64");
  if (bytes.length === 0) return null;
  if (binding === "redirect") {
    try {
      return inflateRawSync(bytes, { maxOutputLength: MAX_INFLATED }).toString("utf8");
    } catch {
      // Some senders leave the deflating out; the check below tells whether this one did.
    }
  }
  const xml = bytes.toString("utf8");
  return xml.trimStart().startsWith("<") ? xml : null;
}

/** Header and payload of a compact JWS, unverified (RFC 7519 section 3). Null where it is none, or encrypted. */
export function decodeJwt(token: string): {
  readonly header: Readonly<Record<string, unknown>>;
  readonly payload: Readonly<Record<string, unknown>>;
} | null {
  const [head, body, ...rest] = token.split(".");
  if (head === undefined || body === undefined || rest.length !== 1) return null;
  const header = parseObject(Buffer.from(head, "base64url").toString("utf8"));
  const payload = parseObject(Buffer.from(body, "base64url").toString("utf8"));
  return header === null || payload === null ? null : { header, payload };
}

function idTokenOf(token: unknown): ProtocolMessage[] {
  const decoded = typeof token === "string" ? decodeJwt(token) : null;
  return decoded === null ? [] : [{ kind: "id_token", content: decoded.payload, header: decoded.header }];
}

function relayState(parameters: URLSearchParams): { RelayState?: string } {
  const state = parameters.get("RelayState");
  return state === null ? {} : { RelayState: state };
}

/** Parameters as an object; one that is sent twice becomes a list, since that is a finding of its own. */
function gather(parameters: URLSearchParams): Record<string, string | string[]> {
  const content = new Map<string, string | string[]>();
  for (const name of new Set(parameters.keys())) {
    const values = parameters.getAll(name);
    content.set(name, values.length === 1 ? (values[0] ?? "") : values);
  }
  return Object.fromEntries(content);
}

function queryOf(url: string): string {
  const start = url.indexOf("?");
  if (start < 0) return "";
  const end = url.indexOf("#", start);
  return url.slice(start + 1, end < 0 ? undefined : end);
}

function mediaType(contentType: string | undefined): string {
  return (contentType ?? "").split(";", 1)[0]?.trim().toLowerCase() ?? "";
}

function parseObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : null;
  } catch {
    return null;
  }
}
