import { JitterbugError } from "../errors.ts";
import { isThisMachine, type Resolve } from "../loopback.ts";
import type { Target } from "../scenario/model/index.ts";
import { DatabaseProblem } from "./sql/port.ts";
import { serverOf } from "./sql/server.ts";

/** What was allowed on the command line beside this machine; to talk to a host is less than to change something there. */
export interface Leave {
  readonly allowRemote: readonly string[];
  readonly allowRemoteChanges?: readonly string[] | undefined;
  readonly resolve?: Resolve | undefined;
}

/** Whether something may be changed at the host: it is this machine, or named twice. */
export function mayChange(url: URL, { allowRemote, allowRemoteChanges = [], resolve }: Leave): boolean {
  const host = hostOf(url);
  return isThisMachine(url, resolve) || (allowRemote.includes(host) && allowRemoteChanges.includes(host));
}

/** `sp.example.com, which is not this machine; --allow-remote-changes sp.example.com allows it`. */
export function changesRefused(url: URL): string {
  const host = hostOf(url);
  return `${host}, which is not this machine; --allow-remote-changes ${host} allows it`;
}

/** Throws ERR_REMOTE_HOST for a host at which nothing may be changed. */
export function requireChangeable(url: URL, leave: Leave): void {
  if (mayChange(url, leave)) return;
  const host = hostOf(url);
  throw new JitterbugError("ERR_REMOTE_HOST", `nothing may be changed at ${host}, which is not this machine`, {
    hint: `add --allow-remote-changes ${host} if the kit shall seed, remove and tamper there`,
  });
}

/** Where seeding by the target file writes: at the SP, at its SCIM servers, and at those of its databases. */
export function seededHosts({ base_url, seed, organizations }: Target): readonly URL[] {
  const servers = organizations.flatMap(({ scim }) => (scim === undefined ? [] : [scim.base]));
  const hosts = [base_url, ...servers.filter((base) => URL.canParse(base, base_url))].map(
    (base) => new URL(base, base_url),
  );
  for (const call of Object.values(seed)) {
    if (!("kind" in call) || call.kind !== "sql" || /^sqlite:/i.test(call.database)) continue;
    // A port may be known later; the host is what counts.
    const address = call.database.replace(/:\{\{[^{}]*\}\}(?=[/?]|$)/, "");
    try {
      serverOf(address, (url) => hosts.push(url));
    } catch (error) {
      // An address that is none is told where it is used.
      if (!(error instanceof DatabaseProblem)) throw error;
    }
  }
  return hosts;
}

function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, "");
}
