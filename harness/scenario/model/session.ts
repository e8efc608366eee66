import type { Place } from "../../errors.ts";
import type { RequestLine } from "./action.ts";

/** Who am I? Asked with the cookies of the browser that signed in. */
export interface SessionDriver {
  /** May hold `{{kept.NAME}}`, as the headers may. */
  readonly request: RequestLine;
  readonly headers: { readonly [name: string]: string };
  /** By name, what a sign-in leaves beside the session's cookie. */
  readonly kept?: { readonly [name: string]: KeptFrom };
  /** The account's id. Where it is read with a CSS selector the request is opened as a page. */
  readonly account: SessionValue;
  /** What else is shown of the account that is signed in: fields, and `attributes.NAME`. */
  readonly fields: { readonly [field: string]: SessionValue };
  /** Signed out is a 401, 403, 404 or a redirect; besides, where the answer matches this. */
  readonly signed_out: { readonly status: readonly number[]; readonly text?: string };
  readonly place: Place;
}

/** Where something stands: a JSONPath in the answer, a CSS selector in the page, or a JSONPath in a kept value. */
export type SessionValue =
  { readonly json: string } | { readonly selector: string } | { readonly kept: string; readonly json: string };

/** How a kept value is to be read; a JWT is read as the JSON of its claims. */
export const DECODINGS = ["base64", "base64url", "uri", "jwt"] as const;
export type Decoding = (typeof DECODINGS)[number];

/**
 * What is kept of the pages and answers of a sign-in, and of all that comes after it: a parameter of the address, a
 * header, a JSONPath into the body, what a CSS selector finds (its text, or an attribute of it), what stands after a
 * regular expression, or in its first group; and a cookie, which is read from the browser when it is used.
 */
export type KeptFrom = (
  | { readonly query: string }
  | { readonly header: string }
  | { readonly body: string }
  | { readonly selector: string; readonly attribute?: string }
  | { readonly pattern: string; readonly place: Place }
  | { readonly cookie: string }
) & {
  readonly decode: readonly Decoding[];
  /** JSONPath into the JSON that was decoded. */
  readonly json?: string;
};
