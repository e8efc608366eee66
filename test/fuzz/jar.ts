/**
 * A cookie jar written anew from draft-ietf-httpbis-rfc6265bis, for lines of a plain grammar: what the agent's jar does
 * is held against it. Where browsers go beyond the draft it follows Chromium (docs/decisions/browser-rules.md).
 */
export interface Line {
  readonly name: string;
  readonly value: string;
  readonly domain: string | null;
  readonly path: string | null;
  readonly secure: boolean;
  readonly sameSite: string | null;
  readonly maxAge: string | null;
}

export interface Asked {
  readonly url: URL;
  readonly method: string;
  readonly initiator: URL | null;
  readonly navigation: boolean;
}

interface Kept extends Line {
  readonly host: string;
  readonly hostOnly: boolean;
  readonly at: string;
}

/** The sites of the hosts that the tests have; there is no list of public suffixes in here. */
const SITES = new Map([
  ["app.acme.test", "acme.test"],
  ["id.acme.test", "acme.test"],
  ["acme.test", "acme.test"],
]);
const PUBLIC = new Set(["test", "localhost"]);

export class Jar {
  readonly #kept = new Map<string, Kept>();

  set(from: URL, line: Line): void {
    const host = from.hostname;
    const secure = trusted(from);
    let domain = (line.domain ?? "").replace(/^\./, "").toLowerCase();
    if (PUBLIC.has(domain)) {
      if (domain !== host) return;
      domain = "";
    }
    if (domain !== "" && !domainMatches(host, domain)) return;
    if (line.secure && !secure) return;
    if (line.sameSite?.toLowerCase() === "none" && !line.secure) return;
    const at = line.path?.startsWith("/") === true ? line.path : defaultPath(from.pathname);
    const prefix = line.name.toLowerCase();
    if (prefix.startsWith("__secure-") && !line.secure) return;
    const bound = line.secure && domain === "" && (line.domain ?? "") === "" && line.path === "/";
    if (prefix.startsWith("__host-") && !bound) return;
    const kept: Kept = { ...line, host: domain || host, hostOnly: domain === "", at };
    if (!line.secure && !secure && this.#hides(kept)) return;
    const key = JSON.stringify([kept.host, kept.at, kept.name]);
    if (line.maxAge !== null && Number(line.maxAge) <= 0) this.#kept.delete(key);
    else this.#kept.set(key, kept);
  }

  /** Whether it would overlay a Secure cookie (section 5.7, step 14). */
  #hides(cookie: Kept): boolean {
    return [...this.#kept.values()].some(
      (other) =>
        other.secure &&
        other.name === cookie.name &&
        (domainMatches(cookie.host, other.host) || domainMatches(other.host, cookie.host)) &&
        pathMatches(cookie.at, other.at),
    );
  }

  /** `name=value` of all that go along. */
  sent({ url, method, initiator, navigation }: Asked): readonly string[] {
    const same = initiator === null || siteOf(initiator) === siteOf(url);
    const safe = method === "GET" || method === "HEAD";
    return [...this.#kept.values()]
      .filter((cookie) => (cookie.hostOnly ? url.hostname === cookie.host : domainMatches(url.hostname, cookie.host)))
      .filter((cookie) => pathMatches(url.pathname, cookie.at) && (!cookie.secure || trusted(url)))
      .filter((cookie) => {
        const mode = cookie.sameSite?.toLowerCase() ?? "";
        if (same || mode === "none") return true;
        if (!navigation || mode === "strict") return false;
        // Without SameSite it is young enough for a POST (Lax-allowing-unsafe).
        return safe || mode !== "lax";
      })
      .map(({ name, value }) => `${name}=${value}`);
  }
}

function trusted(url: URL): boolean {
  return url.protocol === "https:" || /^(?:(?:.*\.)?localhost|127\.0\.0\.1)$/.test(url.hostname);
}

function siteOf(url: URL): string {
  return `${url.protocol}${SITES.get(url.hostname) ?? url.hostname}`;
}

function domainMatches(host: string, domain: string): boolean {
  return host === domain || (host.endsWith(`.${domain}`) && !/^[\d.]+$/.test(host));
}

function pathMatches(path: string, cookie: string): boolean {
  return path === cookie || (path.startsWith(cookie) && (cookie.endsWith("/") || path[cookie.length] === "/"));
}

function defaultPath(path: string): string {
  const end = path.lastIndexOf("/");
  return end <= 0 ? "/" : path.slice(0, end);
}
