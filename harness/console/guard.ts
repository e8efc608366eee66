import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";

/** Why a request is not answered. */
export class Refused extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

export interface Door {
  /** `127.0.0.1:PORT`: another name that leads here is somebody else's (DNS rebinding). */
  readonly host: string;
  readonly token: string;
}

/** Throws Refused for a request that names another Host than the one that the console's address has. */
export function requireHost({ host }: IncomingHttpHeaders, door: Door): void {
  if (host !== door.host) throw new Refused(421, `this answers to the Host ${door.host} only`);
}

/**
 * The API answers the page that it served, and nobody else: the token came in the fragment of the page's address, which
 * no browser sends to anybody, and a browser says of every other page that asks whose it is. Throws Refused.
 */
export function requirePage(method: string, headers: IncomingHttpHeaders, door: Door): void {
  const { origin, authorization = "" } = headers;
  const own = `http://${door.host}`;
  if (origin !== undefined && origin !== own) throw new Refused(403, `this is for the page at ${own} only`);
  if (origin === undefined && method !== "GET") throw new Refused(403, "a change comes from a page: name its Origin");
  const site = headers["sec-fetch-site"];
  if (site !== undefined && site !== "same-origin") throw new Refused(403, `this is for the page at ${own} only`);
  if (!isSame(authorization, `Bearer ${door.token}`)) throw new Refused(401, "send the token as a Bearer token");
  const type = (headers["content-type"] ?? "").split(";")[0]?.trim().toLowerCase();
  if (method !== "GET" && type !== "application/json") throw new Refused(415, "send application/json");
}

/** Compared as digests, so that neither the length nor the first difference shows in the time. */
function isSame(one: string, other: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}
