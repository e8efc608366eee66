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
