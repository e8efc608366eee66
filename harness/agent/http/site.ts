import { getPublicSuffix } from "tough-cookie";
import { isTrustworthy } from "./hosts.ts";

/** Sites and origins, as browsers compare them. */

/**
 * The registrable domain of a host (HTML section 7.1.1.2), or the host itself where it has none. `localhost` is on no
 * list of public suffixes and so counts as one: `localhost` and `app.localhost` are two sites (seen in Chromium 156).
 */
export function siteHost(hostname: string): string {
  if (hostname.startsWith("[") || /^\d+(\.\d+){3}$/.test(hostname)) return hostname;
  if (hostname === "localhost") return hostname;
  return getPublicSuffix(hostname, { allowSpecialUseDomain: true, ignoreError: true }) ?? hostname;
}

/** Schemeful: http and https are two sites. Ports do not matter. */
export function sameSite(one: URL, other: URL): boolean {
  return one.protocol === other.protocol && siteHost(one.hostname) === siteHost(other.hostname);
}

export function sameOrigin(one: URL, other: URL): boolean {
  return one.origin === other.origin;
}

export type FetchSite = "none" | "same-origin" | "same-site" | "cross-site";

/**
 * Sec-Fetch-Site over a whole redirect chain: the farthest that any address of it is from who began the navigation
 * (Fetch Metadata section 2.3). A typed address stays `none` wherever its redirects lead (seen in Chromium 156).
 */
export function fetchSite(initiator: URL | null, chain: readonly URL[]): FetchSite {
  if (initiator === null) return "none";
  if (chain.every((url) => sameOrigin(initiator, url))) return "same-origin";
  return chain.every((url) => sameSite(initiator, url)) ? "same-site" : "cross-site";
}

/** From https to an address without protection. */
export function isDowngrade(from: URL, to: URL): boolean {
  return from.protocol === "https:" && !isTrustworthy(to);
}
