import { ACCEPT_ENCODING } from "./encoding.ts";
import { isTrustworthy } from "./hosts.ts";
import type { FetchSite } from "./site.ts";

/** The headers of a navigation and of a script's request, with the values and in the order of Chromium 156. */

const USER_AGENT =
  "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36 Jitterbug";
const ACCEPT = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8";
const ACCEPT_LANGUAGE = "en-US,en;q=0.9";

export interface HeaderFacts {
  readonly url: URL;
  readonly site: FetchSite;
  /** Whether a person did it: a typed address, a click. */
  readonly user: boolean;
  readonly origin: string | null;
  readonly referer: string | null;
  readonly cookie: string | null;
  readonly contentType: string | null;
  readonly contentLength: number | null;
}

export type HeaderSet = { [name: string]: string };

export function navigationHeaders(facts: HeaderFacts): HeaderSet {
  const trusted = isTrustworthy(facts.url);
  return present({
    Host: facts.url.host,
    Connection: "keep-alive",
    "Content-Length": facts.contentLength === null ? null : String(facts.contentLength),
    "Upgrade-Insecure-Requests": "1",
    "Content-Type": facts.contentType,
    "User-Agent": USER_AGENT,
    Origin: facts.origin,
    Accept: ACCEPT,
    "Sec-Fetch-Site": trusted ? facts.site : null,
    "Sec-Fetch-Mode": trusted ? "navigate" : null,
    "Sec-Fetch-User": trusted && facts.user ? "?1" : null,
    "Sec-Fetch-Dest": trusted ? "document" : null,
    Referer: facts.referer,
    "Accept-Encoding": ACCEPT_ENCODING,
    "Accept-Language": ACCEPT_LANGUAGE,
    Cookie: facts.cookie,
  });
}

/** `more`: the script's own headers; they win, whatever their letter case. */
export function scriptHeaders(facts: HeaderFacts, more: { readonly [name: string]: string }): HeaderSet {
  const trusted = isTrustworthy(facts.url);
  const standard = present({
    Host: facts.url.host,
    Connection: "keep-alive",
    "Content-Length": facts.contentLength === null ? null : String(facts.contentLength),
    "User-Agent": USER_AGENT,
    "Content-Type": facts.contentType,
    Accept: "*/*",
    Origin: facts.origin,
    "Sec-Fetch-Site": trusted ? facts.site : null,
    "Sec-Fetch-Mode": trusted ? "cors" : null,
    "Sec-Fetch-Dest": trusted ? "empty" : null,
    Referer: facts.referer,
    "Accept-Encoding": ACCEPT_ENCODING,
    "Accept-Language": ACCEPT_LANGUAGE,
    Cookie: facts.cookie,
  });
  return instead(standard, more);
}

/** Headers in place of those of the same name. */
export function instead(headers: HeaderSet, others: { readonly [name: string]: string }): HeaderSet {
  const named = new Set(Object.keys(others).map((name) => name.toLowerCase()));
  const kept = Object.entries(headers).filter(([name]) => !named.has(name.toLowerCase()));
  return { ...Object.fromEntries(kept), ...others };
}

/** Whether a request of this method only asks for something. */
export function onlyAsks(method: string): boolean {
  return /^(?:GET|HEAD|OPTIONS)$/i.test(method);
}

function present(headers: { readonly [name: string]: string | null }): HeaderSet {
  const set: HeaderSet = {};
  for (const [name, value] of Object.entries(headers)) if (value !== null) set[name] = value;
  return set;
}
