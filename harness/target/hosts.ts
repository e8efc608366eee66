import { JitterbugError } from "../errors.ts";
import { isThisMachine, type Resolve } from "../loopback.ts";

/** Throws ERR_REMOTE_HOST for a host that is neither this machine nor named in `allowRemote`. */
export function requireAllowedHost(url: URL, allowRemote: readonly string[], resolve: Resolve | undefined): void {
  const host = url.hostname.replace(/^\[|\]$/g, "");
  if (isThisMachine(url, resolve) || allowRemote.includes(host)) return;
  throw new JitterbugError("ERR_REMOTE_HOST", `${url.protocol}//${url.host} is not on this machine`, {
    hint: `add --allow-remote ${host} if you mean to test it there`,
  });
}
