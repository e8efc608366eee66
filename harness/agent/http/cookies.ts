import { Cookie, CookieJar, defaultPath, domainMatch, MemoryCookieStore, pathMatch } from "tough-cookie";
import { messageOf } from "../../errors.ts";
import type { HeldCookie } from "../port.ts";
import { isTrustworthy } from "./hosts.ts";
import type { Limits } from "./limits.ts";
import { sameSite, siteHost } from "./site.ts";

/**
 * One browser's cookies by the rules of draft-ietf-httpbis-rfc6265bis, on top of tough-cookie, which leaves SameSite
 * to its caller. Where browsers go their own way this follows Chromium 156 as it was seen on loopback
 * (docs/decisions/browser-rules.md).
 */
export interface CookieBox {
  /** The Cookie header for a request, or null; `notes` says which cookies were kept back, and why. */
  header(request: CookieContext, notes: string[]): string | null;
  /** Takes the Set-Cookie lines of an answer; `notes` says which were refused, and why. */
  take(url: URL, lines: readonly string[], notes: string[]): void;
  list(): readonly HeldCookie[];
  hold(cookies: readonly HeldCookie[]): void;
}

interface CookieContext {
  readonly url: URL;
  readonly method: string;
  /** The page that began the request; null for a typed address, which counts as the same site. */
  readonly initiator: URL | null;
  /** Whether the address bar changes; else it is a script's request. */
  readonly navigation: boolean;
}

const MAX_COOKIE_BYTES = 4096;

export function createCookieBox(limits: Limits): CookieBox {
  const store = new MemoryCookieStore();
  const jar = new CookieJar(store, { prefixSecurity: "unsafe-disabled" });
  /** When each cookie got its present value: Lax+POST counts from there. */
  const since = new Map<string, { readonly value: string; readonly at: number }>();

  function header(request: CookieContext, notes: string[]): string | null {
    const now = Date.now();
    const cookies = jar.getCookiesSync(request.url).filter((cookie) => {
      const age = now - (since.get(keyOf(cookie))?.at ?? 0);
      const reason = keptBack(cookie, request, age, limits);
      if (reason !== null) notes.push(`cookie ${cookie.key} was kept back: ${reason}`);
      return reason === null;
    });
    return cookies.length === 0 ? null : cookies.map((cookie) => cookie.cookieString()).join("; ");
  }

  function take(url: URL, lines: readonly string[], notes: string[]): void {
    for (const line of lines) {
      const cookie = Cookie.parse(line, { loose: true });
      const reason = cookie === undefined ? "it can not be read" : put(cookie, url);
      if (reason !== null) notes.push(`cookie ${cookie?.key ?? ""} was refused: ${reason}`);
    }
    if (lines.length > 0) evict(siteHost(url.hostname));
  }

  function put(cookie: Cookie, url: URL): string | null {
    try {
      const reason = unfit(cookie, url);
      if (reason !== null) return reason;
      if (!cookie.secure && !isTrustworthy(url) && hidesSecure(cookie, url))
        return "a Secure cookie of that name is there";
      jar.setCookieSync(cookie, url);
      const key = keyOf(cookie);
      // Setting the same value again does not make the cookie younger.
      if (since.get(key)?.value !== cookie.value) since.set(key, { value: cookie.value, at: Date.now() });
      return null;
    } catch (error) {
      return inWords(messageOf(error));
    }
  }

  /** Whether it would stand before a Secure cookie, which only https may replace (rfc6265bis section 5.7, step 14). */
  function hidesSecure({ key, domain, path }: Cookie, url: URL): boolean {
    const [host, at] = [domain ?? url.hostname, path?.startsWith("/") === true ? path : defaultPath(url.pathname)];
    return live().some(
      (other) =>
        other.secure &&
        other.key === key &&
        (domainMatch(host, other.domain ?? "") === true || domainMatch(other.domain ?? "", host) === true) &&
        pathMatch(at, other.path ?? "/"),
    );
  }

  /** Drops the least recently used cookies of a site that has too many, as browsers do. */
  function evict(site: string): void {
    const all = stored().filter((cookie) => siteHost(cookie.domain ?? "") === site);
    if (all.length <= limits.maxCookies) return;
    all.sort((a, b) => usedAt(a) - usedAt(b) || a.creationIndex - b.creationIndex);
    for (const cookie of all.slice(0, all.length - limits.maxCookies)) {
      since.delete(keyOf(cookie));
      store.removeCookie(cookie.domain ?? "", cookie.path ?? "", cookie.key, () => {});
    }
  }

  function stored(): Cookie[] {
    return Object.values(store.idx).flatMap((paths) => Object.values(paths).flatMap((keys) => Object.values(keys)));
  }

  /** Without those that were taken back or are over, which the store keeps until it is asked for them. */
  function live(): Cookie[] {
    const now = Date.now();
    return stored().filter((cookie) => (cookie.expiryTime() ?? Infinity) > now);
  }

  function list(): readonly HeldCookie[] {
    return live().map(heldOf);
  }

  function hold(cookies: readonly HeldCookie[]): void {
    for (const held of cookies) {
      const cookie = cookieOf(held);
      store.putCookie(cookie, () => {});
      since.set(keyOf(cookie), { value: cookie.value, at: Date.now() });
    }
  }

  return { header, take, list, hold };
}

function heldOf(cookie: Cookie): HeldCookie {
  const expires = cookie.expiryTime() ?? Infinity;
  const { sameSite } = cookie;
  return {
    name: cookie.key,
    value: cookie.value,
    domain: cookie.domain ?? "",
    hostOnly: cookie.hostOnly === true,
    path: cookie.path ?? "/",
    secure: cookie.secure,
    httpOnly: cookie.httpOnly,
    sameSite: sameSite === "strict" || sameSite === "lax" || sameSite === "none" ? sameSite : null,
    expires: Number.isFinite(expires) ? expires : null,
  };
}

function cookieOf({ name, value, domain, hostOnly, path, secure, httpOnly, sameSite, expires }: HeldCookie): Cookie {
  return new Cookie({
    key: name,
    value,
    domain,
    hostOnly,
    path,
    secure,
    httpOnly,
    sameSite: sameSite ?? undefined,
    expires: expires === null ? "Infinity" : new Date(expires),
    creation: new Date(),
    lastAccessed: new Date(),
  });
}

/** Why a cookie does not go with a request, or null where it does (rfc6265bis section 5.8.3, step 1). */
function keptBack(cookie: Cookie, request: CookieContext, age: number, limits: Limits): string | null {
  const { initiator, url, method } = request;
  if (initiator === null || sameSite(initiator, url) || cookie.sameSite === "none") return null;
  if (!request.navigation) return `a request of ${initiator.origin}'s script to another site`;
  const safe = method === "GET" || method === "HEAD";
  if (cookie.sameSite === "strict") return `SameSite=Strict, and ${initiator.origin} is another site`;
  if (safe) return null;
  if (cookie.sameSite === "lax") return `SameSite=Lax, and this is a ${method} from another site, ${initiator.origin}`;
  // Browsers let a cookie without SameSite, fresh from its server, go with a POST too ("Lax-allowing-unsafe").
  return age <= limits.laxPostMs
    ? null
    : `without SameSite it counts as Lax, and is too old for a ${method} from another site`;
}

/** Why a browser refuses the cookie before it asks its jar, or null. Turns `Domain=<the host itself>` of a public suffix into a host-only cookie. */
function unfit(cookie: Cookie, url: URL): string | null {
  if (cookie.sameSite === "none" && !cookie.secure) return "SameSite=None without Secure";
  if (cookie.secure && !isTrustworthy(url)) return "Secure, and this is no secure connection";
  if (Buffer.byteLength(cookie.key) + Buffer.byteLength(cookie.value) > MAX_COOKIE_BYTES)
    return "it is over 4,096 bytes";
  if (!meetsPrefix(cookie)) return "its name begins with a prefix whose conditions it does not meet";
  const domain = cookie.cdomain();
  if (domain === undefined || domain === "" || domain.includes(".")) return null;
  if (domain !== url.hostname) return `its Domain ${domain} is a public suffix`;
  cookie.domain = null;
  return null;
}

/** Browsers read the prefixes in any letter case, since servers may (rfc6265bis section 4.1.3). */
function meetsPrefix({ key, secure, domain, path }: Cookie): boolean {
  const name = key.toLowerCase();
  if (name.startsWith("__secure-")) return secure;
  return !name.startsWith("__host-") || (secure && domain === null && path === "/");
}

/** What the jar says, in the words that Chromium's reasons are told in. */
function inWords(problem: string): string {
  return /domain|invalid url/i.test(problem) ? "its Domain does not fit" : problem;
}

function keyOf(cookie: Cookie): string {
  return `${cookie.domain ?? ""};${cookie.path ?? ""};${cookie.key}`;
}

function usedAt(cookie: Cookie): number {
  return cookie.lastAccessed instanceof Date ? cookie.lastAccessed.getTime() : 0;
}
