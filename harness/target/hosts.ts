import { JitterbugError } from "../errors.ts";

/** Whether a URL's host is this machine: `localhost` and names below it, 127.0.0.0/8, ::1. */
function isLoopback(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, "").toLowerCase();
  return bare === "localhost" || bare.endsWith(".localhost") || bare === "::1" || /^127(?:\.\d{1,3}){3}$/.test(bare);
}

/** Throws ERR_REMOTE_HOST for a host that is neither this machine nor named in `allowRemote`. */
export function requireAllowedHost(url: URL, allowRemote: readonly string[]): void {
  const host = url.hostname.replace(/^\[|\]$/g, "");
  if (isLoopback(host) || allowRemote.includes(host)) return;
  throw new JitterbugError("ERR_REMOTE_HOST", `${url.origin} is not on this machine`, {
    hint: `add --allow-remote ${host} if you mean to test it there`,
  });
}
