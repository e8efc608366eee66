/** What an address is resolved against to see whether it stays: no request ever goes there. */
const SOMEWHERE = "http://sp.invalid";

/**
 * Where to go after the sign-in: a path of this SP, or the account page. What is compared is what will be sent: parsing
 * folds dot segments and backslashes, and what is left of `/.//evil.test` or `/x/..\..\/x` is an address of another host
 * (RFC 9700 4.11).
 */
export function localPath(wanted: unknown): string {
  const fallback = "/account";
  if (typeof wanted !== "string" || !wanted.startsWith("/")) return fallback;
  const path = stays(wanted);
  return path !== null && stays(path) === path ? path : fallback;
}

/** The path and query that a browser makes of it; null where it would leave the host that it is on. */
function stays(address: string): string | null {
  const url = URL.parse(address, SOMEWHERE);
  return url === null || url.origin !== SOMEWHERE ? null : `${url.pathname}${url.search}`;
}
