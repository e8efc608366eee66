import type { Refusal, Situation } from "./model.ts";

/** Just-in-time provisioning may be off: then only known and linkable people sign in. An invitation still admits. */
export function admit({ connection, found }: Situation): Refusal | null {
  if (connection.policy.jit !== "off" || found.invitation !== null) return null;
  return {
    kind: "refuse",
    reason: "jit_off",
    message: `${connection.organization.title} does not create accounts at sign-in. Ask an administrator for one.`,
    policy: "jit: off",
  };
}
