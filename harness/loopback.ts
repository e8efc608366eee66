/**
 * Whether a name or address can only be this machine: `localhost` and names below it (RFC 6761 section 6.3),
 * 127.0.0.0/8 (RFC 1122 section 3.2.1.3) and ::1. Takes it as a URL, a Host header or a socket writes it, so with or
 * without the brackets of an IPv6 address.
 */
export function isLoopback(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, "");
  return isLocalhostName(bare) || bare === "::1" || /^127(?:\.\d{1,3}){3}$/.test(bare);
}

/** `localhost` or a name below it; a full stop may end either, as in DNS. */
export function isLocalhostName(name: string): boolean {
  const plain = name.toLowerCase().replace(/\.$/, "");
  return plain === "localhost" || plain.endsWith(".localhost");
}

/** Addresses of names that nobody else may know, as curl's `--resolve` takes them: `sp.test:8443` -> `127.0.0.1`. */
export type Resolve = ReadonlyMap<string, string>;

/** `sp.test:443`: the host in small letters and the port, the default one included. */
export function hostPort(url: URL): string {
  return `${url.hostname}:${portOf(url)}`;
}

export function portOf({ port, protocol }: URL): number {
  if (port !== "") return Number(port);
  return protocol === "https:" ? 443 : 80;
}

/** What a socket is told for a URL's host: names that lead here are not looked up anywhere. */
export function addressesOf(url: URL, resolve: Resolve): readonly string[] {
  const name = (resolve.get(hostPort(url)) ?? url.hostname).replace(/^\[|\]$/g, "");
  return isLocalhostName(name) ? ["127.0.0.1", "::1"] : [name];
}

/** Whether an address leads to this machine: a name that is resolved by hand counts by where it leads. */
export function isThisMachine(url: URL, resolve: Resolve | undefined): boolean {
  return isLoopback(resolve?.get(hostPort(url)) ?? url.hostname);
}
