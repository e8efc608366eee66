/**
 * What went over the wire, as data. Every side records into the same shape: the browser that the kit drives,
 * the requests that the SP sends to the mock IdPs, and the kit's own reads at the SP.
 */

export type ExchangeFailure =
  | "timeout"
  | "connection_refused"
  | "connection_reset"
  | "too_large"
  | "too_many_redirects"
  | "host_not_allowed"
  | "malformed"
  | "tls";

export interface Exchange {
  /** Unique within a run; grows in the order of requests. */
  readonly id: number;
  /** Milliseconds since the epoch at which the request began. */
  readonly at: number;
  readonly duration_ms: number;
  /** `browser`: a person's browser; `sp`: the SP called the IdP; `kit`: the kit read or seeded. */
  readonly by: "browser" | "sp" | "kit";
  /** The browser's name, where `by` is `browser`. */
  readonly browser?: string;
  readonly request: {
    readonly method: string;
    readonly url: string;
    readonly headers: { readonly [name: string]: string };
    readonly body?: string;
  };
  readonly response?: {
    readonly status: number;
    readonly headers: { readonly [name: string]: string | readonly string[] };
    /** Decoded text, at most 64 KiB of it. */
    readonly body?: string;
  };
  readonly failure?: { readonly kind: ExchangeFailure; readonly detail: string };
  /** What the browser did that explains the answer: the cookies that it kept back or refused, and why. */
  readonly notes?: readonly string[];
  /** Protocol messages that the exchange carried, decoded, in the order in which they stand in it. */
  readonly messages: readonly ProtocolMessage[];
}

export interface ProtocolMessage {
  readonly kind:
    | "authorization_request"
    | "authorization_response"
    | "token_request"
    | "token_response"
    | "id_token"
    | "userinfo"
    | "AuthnRequest"
    | "Response"
    | "LogoutRequest"
    | "LogoutResponse";
  /** Parameters or claims; for SAML `{ xml }`. */
  readonly content: { readonly [name: string]: unknown };
  /** Of a JWT, what it is signed by and with (`alg`, `kid`; RFC 7515 section 4). Left out: it is none. */
  readonly header?: { readonly [name: string]: unknown };
}
