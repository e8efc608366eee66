import { effectivePolicy } from "../scenario/index.ts";
import { byName } from "./offer.ts";
import type { Place } from "../errors.ts";
import type { Policy, Protocol, Target } from "../scenario/model/index.ts";

/** What a target file declares, and where, by name: what a run says of policy is written back to these places. */
export interface Declared {
  /** The target file. */
  readonly place: Place;
  readonly policy: Policy;
  readonly organizations: readonly { readonly name: string; readonly policy: Policy }[];
  readonly connections: readonly {
    readonly name: string;
    readonly organization: string;
    readonly protocol: Protocol;
    readonly policy: Policy;
    /** What holds there: the target's, its organization's and its own. */
    readonly effective: Policy;
  }[];
}

export function declaredIn(target: Target): Declared {
  return {
    place: target.place,
    policy: target.policy,
    organizations: target.organizations.toSorted(byName).map(({ name, policy }) => ({ name, policy })),
    connections: target.connections.toSorted(byName).map((connection) => ({
      name: connection.name,
      organization: connection.organization,
      protocol: connection.protocol,
      policy: connection.policy,
      effective: effectivePolicy(target, connection),
    })),
  };
}
