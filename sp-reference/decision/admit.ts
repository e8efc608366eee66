import type { Refusal, Situation } from "./model.ts";

/** Just-in-time provisioning may be off: then only known and linkable people sign in. An invitation still admits. */
export function admit(situation: Situation): Refusal | null {
  const { connection, found } = situation;
  const gone = departed(situation);
  if (gone !== null) return gone;
  if (connection.policy.jit !== "off" || found.invitation !== null) return null;
  return {
    kind: "refuse",
    reason: "jit_off",
    message: `${connection.organization.title} does not create accounts at sign-in. Ask an administrator for one.`,
    policy: "jit: off",
  };
}

/** Whoever was removed does not come back by signing in, unless the policy or an invitation lets them. */
function departed({ connection: { policy }, found }: Situation): Refusal | null {
  if (found.departed === null || found.invitation !== null) return null;
  const knob = found.departed === "scim" ? "jit_after_scim_deprovision" : "deleted_login";
  if (policy[knob] === "recreate") return null;
  return { kind: "refuse", reason: "departed", message: "Your account was removed.", policy: `${knob}: reject` };
}
