import type { ExchangeFailure } from "../../observe/exchange.ts";

/** How requests get to an SP's SCIM server: whoever gives this keeps them on this machine, and lets the IdP in. */
export type ScimSend = (request: ScimRequest) => Promise<ScimReply>;

export interface ScimRequest {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Below the base: `/Users?filter=...`. */
  readonly path: string;
  readonly headers: { readonly [name: string]: string };
  readonly body?: string;
}

/** An answer of whatever status, or why there is no whole one. */
export type ScimReply = ScimAnswer | { readonly failure: ExchangeFailure; readonly detail: string };

export interface ScimAnswer {
  readonly status: number;
  readonly headers: { readonly [name: string]: string | readonly string[] };
  readonly body: string;
}
