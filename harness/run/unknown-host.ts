import { isLoopback } from "../loopback.ts";

/** The host of an address, where a browser that was told nothing does not find it on this machine; else null. */
export async function unknownHost(url: string): Promise<string | null> {
  const { hostname } = new URL(url);
  if (isLoopback(hostname)) return null;
  const { lookup } = await import("node:dns/promises");
  try {
    const found = await lookup(hostname, { all: true });
    return found.some(({ address }) => isLoopback(address)) ? null : hostname;
  } catch {
    return hostname;
  }
}
