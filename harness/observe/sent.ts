import { createHash } from "node:crypto";
import type { Exchange } from "./exchange.ts";

/** What an SP sent that is used once, told without the value: records keep none of these. */
export interface OnceSent {
  /** Characters. */
  readonly length: number;
  /** The same for the same value, and says nothing else of it. */
  readonly digest: string;
}

/** The values of an authorization request that bind its answer to it; what was not sent is left out. */
export type RequestSent = { readonly [guard in Guard]?: OnceSent };

const GUARDS = ["state", "code_challenge", "nonce"] as const;
export type Guard = (typeof GUARDS)[number];

/** A token of the IdP's that stood in the query of an address. */
export interface TokenInUrl {
  readonly by: "browser" | "sp";
  /** Which token: `access_token`, `refresh_token` or `id_token`. */
  readonly token: string;
  /** The address without its query, and the parameter. */
  readonly url: string;
  readonly parameter: string;
}

export interface SentObservation {
  /** One for each authorization request whose parameters were seen, in their order. */
  readonly requests: readonly RequestSent[];
  /** Requests that were pushed before (RFC 9126), or whose parameters are an object of their own. */
  readonly unread: number;
  readonly tokens_in_urls: readonly TokenInUrl[];
}

const TOKENS = ["access_token", "refresh_token", "id_token"] as const;

/** Logout hands the ID token back to who made it (OpenID Connect RP-Initiated Logout 2). */
const LAWFUL = "id_token_hint";

/** What of a step's exchanges is told so, before they are redacted; undefined: nobody asked an IdP for anything. */
export function sentIn(exchanges: readonly Exchange[]): SentObservation | undefined {
  const asked = exchanges
    .filter(({ by }) => by === "browser")
    .flatMap(({ messages }) => messages.filter(({ kind }) => kind === "authorization_request"));
  if (asked.length === 0) return undefined;
  const [whole, unread] = [asked.filter(isWhole), asked.filter((one) => !isWhole(one))];
  return {
    requests: whole.map(({ content }) => requestSent(content)),
    unread: unread.length,
    tokens_in_urls: tokensInUrls(exchanges),
  };
}

function isWhole({ content }: Exchange["messages"][number]): boolean {
  return content["request_uri"] === undefined && content["request"] === undefined;
}

function requestSent(content: { readonly [name: string]: unknown }): RequestSent {
  const sent = GUARDS.flatMap((guard) => {
    const value = content[guard];
    return typeof value === "string" && value !== "" ? [[guard, onceSent(value)] as const] : [];
  });
  return Object.fromEntries(sent);
}

function onceSent(value: string): OnceSent {
  return { length: value.length, digest: createHash("sha256").update(value).digest("hex").slice(0, 12) };
}

/** The tokens that an answer of a token endpoint gave, by value, with their names: messages are told without them. */
export function tokensGivenIn({ messages, response }: Exchange): ReadonlyMap<string, string> {
  if (response?.body === undefined || !messages.some(({ kind }) => kind === "token_response")) return new Map();
  try {
    const body = JSON.parse(response.body) as { readonly [name: string]: unknown } | null;
    return new Map(
      TOKENS.flatMap((name) => {
        const token = body?.[name];
        return typeof token === "string" && token !== "" ? [[token, name] as const] : [];
      }),
    );
  } catch {
    return new Map();
  }
}

function tokensInUrls(exchanges: readonly Exchange[]): readonly TokenInUrl[] {
  const tokens = new Map(exchanges.flatMap((exchange) => [...tokensGivenIn(exchange)]));
  return exchanges.flatMap(({ by, request }) => {
    const url = by === "kit" ? null : URL.parse(request.url);
    if (url === null || by === "kit") return [];
    return [...url.searchParams].flatMap(([parameter, value]) => {
      const token = tokens.get(value);
      return token === undefined || parameter === LAWFUL
        ? []
        : [{ by, token, url: `${url.origin}${url.pathname}`, parameter }];
    });
  });
}
