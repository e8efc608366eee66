import { JitterbugError } from "../../errors.ts";
import { hostPort, isLoopback, portOf, type Resolve } from "../../loopback.ts";
import type { Listening } from "./listen.ts";

/** Where everybody finds the IdPs, and what a user agent on this machine must be told for it. */
export interface PublicOrigin {
  /** `http://127.0.0.1:9400`, without a slash at the end. */
  readonly origin: string;
  readonly resolve: Resolve;
}

/** Where nobody says where to listen: at the public address's own port, so that both fit together. */
export function defaultListen(url: string | undefined): string {
  return `127.0.0.1:${url === undefined ? 0 : portOf(parseOrigin(url))}`;
}

/** @param url the public origin that was asked for; port 0 stands for the port that is listened on. */
export function publicOrigin(url: string | undefined, { host, port, address }: Listening, tls: boolean): PublicOrigin {
  if (url === undefined) return { origin: `${tls ? "https" : "http"}://${host}:${port}`, resolve: new Map() };
  const at = parseOrigin(url);
  if (tls && at.protocol === "http:") {
    throw new JitterbugError("ERR_USAGE", `the IdPs answer by https, and their address is to be ${url}`, {
      hint: "Begin `idps.url` with https://, or leave `idps.tls` out.",
    });
  }
  if (at.port === "0") at.port = String(port);
  const resolve: Resolve = isLoopback(at.hostname) ? new Map() : new Map([[hostPort(at), address]]);
  return { origin: at.origin, resolve };
}

/** The host of the public address, for a certificate. */
export function publicHost(url: string | undefined): readonly string[] {
  return url === undefined ? [] : [parseOrigin(url).hostname];
}

/** @throws JitterbugError ERR_USAGE */
function parseOrigin(url: string): URL {
  const at = URL.parse(url);
  if (at !== null && /^https?:$/.test(at.protocol) && /^https?:\/\/[^/?#@\s]+\/?$/i.test(url)) return at;
  throw new JitterbugError("ERR_USAGE", `the IdPs can not have the address ${JSON.stringify(url)}`, {
    hint: 'Write scheme, host and port, as in "http://idp.test:9400"; port 0 stands for the one that is listened on.',
  });
}
