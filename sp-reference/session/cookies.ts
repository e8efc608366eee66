import type { Request } from "express";

export const SESSION_COOKIE = "sp.session";
export const HOST_SESSION_COOKIE = `__Host-${SESSION_COOKIE}`;

/**
 * What the cookies are called. Over https the prefix `__Host-` has browsers take them only from this host, only by
 * https and for every path (RFC 6265bis 4.1.3.2): a neighbouring subdomain, or somebody on the network, cannot plant
 * one and have a person sign in to a session that is theirs. Over plain http no browser has such a promise to give.
 */
export function cookieNames(baseUrl: string): { readonly session: string; readonly browser: string } {
  const prefix = baseUrl.startsWith("https:") ? "__Host-" : "";
  return { session: `${prefix}${SESSION_COOKIE}`, browser: `${prefix}sp.browser` };
}

/** The value of a cookie; null where the request carries none, or an empty one. */
export function readCookie(req: Request, name: string): string | null {
  for (const pair of (req.headers.cookie ?? "").split(";")) {
    const [key, value] = pair.trim().split("=", 2);
    if (key === name && value !== undefined && value !== "") return value;
  }
  return null;
}
