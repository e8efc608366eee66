import type { Connection, Policy, Target } from "./model/index.ts";

/** The policy that holds at a connection: the target's, overridden by its organization's, overridden by its own. */
export function effectivePolicy(target: Target, connection: Connection): Policy {
  const organization = target.organizations.find(({ name }) => name === connection.organization);
  return { ...target.policy, ...organization?.policy, ...connection.policy };
}
