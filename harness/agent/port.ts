import type { Resolve } from "../loopback.ts";
import type { Exchange, ExchangeFailure } from "../observe/exchange.ts";
import type { Miss } from "./hands/index.ts";

export type { Miss } from "./hands/index.ts";

/**
 * User agents. A browser belongs to one person: own cookies, a current page. What goes wrong on the way is data
 * (`Page.failure`), never thrown; only misuse throws.
 */

export interface AgentOptions {
  /** Redirects and auto-submitted forms in one navigation; 20. */
  readonly maxRedirects?: number;
  /** Bytes of one body; 2 MiB. */
  readonly maxBodyBytes?: number;
  /** Bytes of the headers of one answer; 256 KiB. */
  readonly maxHeaderBytes?: number;
  /** Cookies of one site; the least recently used go first; 180. */
  readonly maxCookies?: number;
  /**
   * Milliseconds for which a cookie without SameSite still goes with a POST from another site; 120,000, as browsers
   * have it. 0: what becomes of a person who takes longer than that at the IdP.
   */
  readonly laxPostMs?: number;
  /** Milliseconds for one request with its body; 10,000. */
  readonly requestTimeoutMs?: number;
  /** A page that leads on by itself after so many seconds is followed, one that stays longer is a page to be read; 3. */
  readonly maxRefreshSeconds?: number;
  /** Hosts beside loopback that may be visited. */
  readonly allowRemote?: readonly string[];
  /** Names with addresses of their own; one that leads to loopback is this machine, one that leads elsewhere is not. */
  readonly resolve?: Resolve;
  /** PEM of further certificate authorities. */
  readonly ca?: string;
  /** https origins whose certificates `ca` vouches for, which are up: some browsers must be told of each beforehand. */
  readonly origins?: readonly string[];
  readonly onExchange?: (exchange: Exchange) => void;
  readonly nextExchangeId?: () => number;
}

export interface Agent {
  browser(name: string): Browser;
  close(): Promise<void>;
}

export interface Field {
  readonly name: string;
  readonly id: string;
  readonly label: string;
  readonly type: string;
  readonly value: string;
}

export interface Form {
  /** Index among the page's forms. */
  readonly index: number;
  readonly method: "GET" | "POST";
  /** Absolute address. */
  readonly action: string;
  readonly fields: readonly Field[];
}

/** What the person sees after a navigation came to rest. */
export interface Page {
  readonly url: string;
  /** Null where no answer came. */
  readonly status: number | null;
  readonly contentType: string;
  readonly title: string;
  /** Visible text, white space collapsed, at most 64 KiB. */
  readonly text: string;
  readonly forms: readonly Form[];
  readonly failure?: { readonly kind: ExchangeFailure; readonly detail: string };
  /** Headers of the answer, by name in small letters; absent where the agent cannot tell. */
  readonly headers?: { readonly [name: string]: string | readonly string[] };
  /** The whole body as text, likewise. */
  readonly body?: string;
  /** Whether an element matches the CSS selector. */
  has(selector: string): boolean;
  /** The collapsed text of the first element that matches, or null. */
  textOf(selector: string): string | null;
  /** The text of the first element that matches as it is written, a script's too, or an attribute of it; or null. */
  contentOf(selector: string, attribute?: string): string | null;
}

export interface RequestOptions {
  readonly headers?: { readonly [name: string]: string };
  readonly json?: unknown;
  readonly form?: { readonly [field: string]: string };
}

export interface PlainResponse {
  readonly url: string;
  readonly status: number | null;
  readonly headers: { readonly [name: string]: string | readonly string[] };
  readonly contentType: string;
  readonly body: string;
  readonly failure?: { readonly kind: ExchangeFailure; readonly detail: string };
}

/** A cookie as a browser holds it: enough for another to hold the same. */
export interface HeldCookie {
  readonly name: string;
  readonly value: string;
  /** Without a dot ahead. */
  readonly domain: string;
  /** Whether it is for that host alone, and for none below it. */
  readonly hostOnly: boolean;
  readonly path: string;
  readonly secure: boolean;
  readonly httpOnly: boolean;
  /** Null where its server named none. */
  readonly sameSite: "strict" | "lax" | "none" | null;
  /** Milliseconds since the epoch; null: when the browser is closed. */
  readonly expires: number | null;
}

export interface Browser {
  readonly name: string;
  /** The page that the last navigation came to rest on. */
  readonly page: Page | null;
  /** Navigates as a typed address does: Sec-Fetch-Mode navigate, redirects followed, auto-submitting forms submitted. */
  open(url: string): Promise<Page>;
  /**
   * Fills fields of the current page by name, id, label, placeholder or CSS selector: all in one form, where one has
   * them all. Nothing is filled where one of them is missed.
   * @param next what is pressed next, where that is known: of several forms it sends one.
   */
  fillIn(fields: { readonly [field: string]: string }, next?: string): Promise<Miss | null>;
  /**
   * Presses a button or link of the current page by its text, label, value, name, id or a CSS selector; of a form that
   * was filled in, its own. Where two that are not the same could be meant, neither is pressed.
   */
  press(what: string, kind?: "link"): Promise<Page | Miss>;
  /**
   * Waits until the current page shows a text or has what a CSS selector matches, and tells the page as it is then.
   * It is missed at once where no script can bring it, else after the request timeout.
   */
  waitFor(what: string): Promise<Page | Miss>;
  /**
   * Submits the first form that matches the selector with these fields set, as a click on its button would.
   * A field that the form has not is sent all the same. Null where no form matches.
   */
  submit(selector: string, fields: { readonly [name: string]: string }): Promise<Page | null>;
  /** What a page's script would send (Sec-Fetch-Mode cors, same-origin), with this browser's cookies; no redirect is followed. */
  request(method: string, url: string, options?: RequestOptions): Promise<PlainResponse>;
  /**
   * What each request that changes something (POST and the like) says from here on, in place of the browser's own headers
   * of these names. False where it has no say in one of them; then it says none.
   */
  say(headers: { readonly [name: string]: string }): boolean;
  /** Every cookie of this moment, of whatever site, in no order. */
  cookies(): Promise<readonly HeldCookie[]>;
  /** Takes cookies over beside its own; one of the same name, domain and path gives way. */
  hold(cookies: readonly HeldCookie[]): Promise<void>;
  close(): Promise<void>;
}
