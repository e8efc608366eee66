/**
 * Where to go after the sign-in: a path of this SP, or the account page. Anything that a browser would read as
 * another origin (`//evil.test`, `/\evil.test`, `https:`) is not followed (RFC 9700 4.11).
 */
export function localPath(wanted: unknown, baseUrl: string): string {
  const fallback = "/account";
  if (typeof wanted !== "string" || !wanted.startsWith("/")) return fallback;
  const url = URL.parse(wanted, baseUrl);
  if (url === null || url.origin !== new URL(baseUrl).origin) return fallback;
  return `${url.pathname}${url.search}`;
}
