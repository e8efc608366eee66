import { JitterbugError } from "../errors.ts";
import { isAllowed, type Reach } from "../reach.ts";

/** Throws ERR_REMOTE_HOST for a host that is neither this machine nor named in `allowRemote`. */
export function requireAllowedHost(url: URL, reach: Reach): void {
  if (isAllowed(url, reach)) return;
  throw new JitterbugError("ERR_REMOTE_HOST", `${url.protocol}//${url.host} is not on this machine`, {
    hint: `add --allow-remote ${url.hostname.replace(/^\[|\]$/g, "")} if you mean to test it there`,
  });
}
