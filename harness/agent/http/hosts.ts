import { lookup as systemLookup, type LookupOptions } from "node:dns";
import { isIPv6 } from "node:net";
import { hostPort, isLocalhostName, isLoopback, isThisMachine, type Resolve } from "../../loopback.ts";
import type { AgentOptions } from "../port.ts";

/** Which machines may be visited, and where their names lead. */

export interface Reach {
  readonly allowRemote: readonly string[];
  readonly resolve: Resolve;
}

export function reachOf({ allowRemote = [], resolve = new Map() }: AgentOptions): Reach {
  return { allowRemote, resolve };
}

export function isAllowed(url: URL, { allowRemote, resolve }: Reach): boolean {
  return isThisMachine(url, resolve) || allowRemote.some((host) => bare(host.toLowerCase()) === bare(url.hostname));
}

/** An IPv6 address stands in brackets in a URL. */
function bare(host: string): string {
  return host.replace(/^\[|\]$/g, "");
}

/** Whether a browser trusts the address like https: Secure cookies, Sec-Fetch headers (W3C Secure Contexts section 3.1). */
export function isTrustworthy(url: URL): boolean {
  return url.protocol === "https:" || isLoopback(url.hostname);
}

type Address = { address: string; family: number };
type Found = (error: Error | null, address: string | Address[], family?: number) => void;

export type Lookup = (hostname: string, options: LookupOptions, found: Found) => void;

/** How the name of one address is resolved: as the agent was told, else as everywhere. */
export function lookupFor(url: URL, { resolve }: Reach): Lookup {
  const address = resolve.get(hostPort(url));
  if (address === undefined) return lookup;
  const family = isIPv6(address) ? 6 : 4;
  return (_hostname, { all }, found) => (all ? found(null, [{ address, family }]) : found(null, address, family));
}

/**
 * Resolves `localhost` and its subdomains to both loopback addresses without asking anybody (RFC 6761 section 6.3),
 * so that a server which listens on one of them only is found whatever the hosts file says.
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
