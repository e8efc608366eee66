import type { IncomingMessage } from "node:http";
import { Refused, requireJson, requireToken } from "../door.ts";

export interface Door {
  /** `127.0.0.1:PORT`. */
  readonly host: string;
  readonly token: string;
}

/**
 * The API answers the page that it served, and nobody else: the token came in the fragment of the page's address, which
 * no browser sends to anybody, and a browser says of every other page that asks whose it is. Throws Refused.
 */
export function requirePage(req: IncomingMessage, { host, token }: Door): void {
  const { method = "GET", headers } = req;
  const { origin } = headers;
  const own = `http://${host}`;
  if (origin !== undefined && origin !== own) throw new Refused(403, `this is for the page at ${own} only`);
  if (origin === undefined && method !== "GET") throw new Refused(403, "a change comes from a page: name its Origin");
  const site = headers["sec-fetch-site"];
  if (site !== undefined && site !== "same-origin") throw new Refused(403, `this is for the page at ${own} only`);
  requireToken(req, token);
  if (method !== "GET") requireJson(req);
}
