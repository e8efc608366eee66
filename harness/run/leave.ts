import type { Withheld } from "../plan/index.ts";
import type { Target } from "../scenario/model/index.ts";
import { changesRefused, mayChange, seededHosts, type Leave } from "../sp/changes.ts";
import { bindBase } from "../sp/index.ts";
import { resolveOf } from "./resolve.ts";

/**
 * What a run must leave alone, by what the command line allows: without a second flag nothing is seeded and no
 * corrupted message sent at a host that is not this machine. A sign-in as people make it is what `--allow-remote` is for.
 */
export function withheldFrom(target: Target, leave: Leave): Withheld {
  // The port is chosen later, and does not matter here.
  const bound = bindBase(target, { port: "1" });
  const hosts = seededHosts(bound);
  const own = { ...leave, resolve: resolveOf(bound) };
  const [sp] = hosts;
  const closed = hosts.find((host) => !mayChange(host, own));
  return {
    ...(closed === undefined ? {} : { seeding: changesRefused(closed) }),
    ...(sp === undefined || mayChange(sp, own) ? {} : { tampering: changesRefused(sp) }),
  };
}
