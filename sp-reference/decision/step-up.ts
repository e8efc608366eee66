import type { AccountState, Refusal, Situation } from "./model.ts";

/**
 * Whether a link needs more than the IdP's word. Where it does, the person gives the account's password; an account
 * that has none can only be linked by an administrator, for an address alone proves nothing here. Under
 * `privileged_or_password` that goes for accounts that have a password, or a role beyond the default one.
 */
export function stepUp({ connection, proven }: Situation, account: AccountState): "ask" | Refusal | null {
  const { link_step_up: asked } = connection.policy;
  if (asked === "none" || proven === account.id) return null;
  if (account.hasPassword) return "ask";
  if (asked === "privileged_or_password" && !isPrivileged(account, connection.defaultRole)) return null;
  return {
    kind: "refuse",
    reason: "link_unproven",
    message: "An account has your address already, and no password that would prove that it is yours.",
    policy: `link_step_up: ${asked}`,
    account: account.id,
  };
}

/** Whoever has more than everybody gets. */
function isPrivileged({ grants }: AccountState, defaultRole: string | null): boolean {
  return grants.some(({ role }) => role !== defaultRole);
}
