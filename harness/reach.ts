import { lookup as systemLookup, type LookupOptions } from "node:dns";
import { isIPv6, Socket } from "node:net";
import { hostPort, isLocalhostName, isLoopback, isThisMachine, type Resolve } from "./loopback.ts";

/** Whom a connection may be made to. One answer for all that speaks: browsers, the kit's own requests, databases. */

export interface Reach {
  /** Hosts beside this machine, by name or address. */
  readonly allowRemote: readonly string[];
  /** Names with addresses of their own. */
  readonly resolve: Resolve;
}

export function isAllowed(url: URL, { allowRemote, resolve }: Reach): boolean {
  return isThisMachine(url, resolve) || allowRemote.some((host) => bare(host) === bare(url.hostname));
}

/** An IPv6 address stands in brackets in a URL; names are compared without case. */
function bare(host: string): string {
  return host.toLowerCase().replace(/^\[|\]$/g, "");
}

type Address = { address: string; family: number };
type Found = (error: Error | null, address: string | Address[], family?: number) => void;

export type Lookup = (hostname: string, options: LookupOptions, found: Found) => void;

/** How the name of one address is resolved: as the kit was told, else as everywhere. */
export function lookupFor(url: URL, resolve: Resolve): Lookup {
  const address = resolve.get(hostPort(url));
  if (address === undefined) return lookup;
  const family = isIPv6(address) ? 6 : 4;
  return (_hostname, { all }, found) => (all ? found(null, [{ address, family }]) : found(null, address, family));
}

/**
 * Resolves `localhost` and its subdomains to both loopback addresses without asking anybody (RFC 6761 section 6.3): a
 * server that listens on one of them only is found whatever the hosts file says, and no resolver that thinks
 * otherwise leads a request away from this machine.
 */
function lookup(hostname: string, options: LookupOptions, found: Found): void {
  if (!isLocalhostName(hostname)) {
    systemLookup(hostname, options, found);
    return;
  }
  const both: Address[] = [
    { address: "::1", family: 6 },
    { address: "127.0.0.1", family: 4 },
  ];
  const wanted = both.filter((one) => !options.family || one.family === Number(options.family));
  if (options.all) found(null, wanted);
  else found(null, wanted[0]?.address ?? "127.0.0.1", wanted[0]?.family ?? 4);
}

/** A connection reached a machine that nobody allowed: nothing was sent on it. */
class Astray extends Error {
  readonly code = "ERR_REMOTE_HOST";
}

/**
 * Ends a connection that was made for `url` and reached another machine than this one, unless its host is allowed by
 * name: whatever became of the name on the way, the address that the socket reached decides. Before anything is sent.
 */
export function keepHome(socket: Socket, url: URL, reach: Reach): void {
  if (!isThisMachine(url, reach.resolve)) return;
  const check = (): void => {
    const { remoteAddress } = socket;
    if (remoteAddress === undefined || isLoopback(remoteAddress.replace(/^::ffff:/i, ""))) return;
    socket.destroy(new Astray(`${url.hostname} led to ${remoteAddress}, which is not this machine`));
  };
  if (socket.connecting || socket.pending) socket.prependOnceListener("connect", check);
  else check();
}

/** A socket for a library that opens its connections by itself: it resolves and stays as everything of the kit does. */
export function socketFor(reach: Reach): Socket {
  return new HomeSocket(reach);
}

class HomeSocket extends Socket {
  readonly #reach: Reach;

  constructor(reach: Reach) {
    super();
    this.#reach = reach;
  }

  override connect(...to: readonly unknown[]): this {
    const [port, host] = to;
    // A path is a socket of this machine's own.
    if (typeof port !== "number" || typeof host !== "string") return super.connect(...(to as [string]));
    const url = new URL(`tcp://${isIPv6(host) ? `[${host}]` : host}:${port}`);
    keepHome(this, url, this.#reach);
    return super.connect({ port, host, lookup: lookupFor(url, this.#reach.resolve) });
  }
}
