import { isLoopback } from "../../loopback.ts";
import type { Reach } from "../../reach.ts";
import type { AgentOptions } from "../port.ts";

/** Which machines an agent may visit, and where their names lead. */
export function reachOf({ allowRemote = [], resolve = new Map() }: AgentOptions): Reach {
  return { allowRemote, resolve };
}

/** Whether a browser trusts the address like https: Secure cookies, Sec-Fetch headers (W3C Secure Contexts section 3.1). */
export function isTrustworthy(url: URL): boolean {
  return url.protocol === "https:" || isLoopback(url.hostname);
}
