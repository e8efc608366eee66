import { lookup as resolve, type LookupOptions } from "node:dns";
import { isLocalhostName, isLoopback } from "../../loopback.ts";

/** Which machines may be visited, and where their names lead. */

export function isAllowed(hostname: string, allowRemote: readonly string[]): boolean {
  return isLoopback(hostname) || allowRemote.some((host) => host.toLowerCase() === hostname);
}

/** Whether a browser trusts the address like https: Secure cookies, Sec-Fetch headers (W3C Secure Contexts section 3.1). */
export function isTrustworthy(url: URL): boolean {
  return url.protocol === "https:" || isLoopback(url.hostname);
}

type Address = { address: string; family: number };
type Found = (error: Error | null, address: string | Address[], family?: number) => void;

/**
 * Resolves `localhost` and its subdomains to both loopback addresses without asking anybody (RFC 6761 section 6.3),
 * so that a server which listens on one of them only is found whatever the hosts file says.
 */
export function lookup(hostname: string, options: LookupOptions, found: Found): void {
  if (!isLocalhostName(hostname)) {
    resolve(hostname, options, found);
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
