import type { AccountState, Refusal, Situation } from "./model.ts";

/**
 * Whether a link needs more than the IdP's word. Under `always` the person gives the account's password; an account
 * that has none can only be linked by an administrator, for an address alone proves nothing here.
 */
export function stepUp({ connection, proven }: Situation, account: AccountState): "ask" | Refusal | null {
  if (connection.policy.link_step_up === "none" || proven === account.id) return null;
  if (account.hasPassword) return "ask";
  return {
    kind: "refuse",
    reason: "link_unproven",
    message: "An account has your address already, and no password that would prove that it is yours.",
    policy: "link_step_up: always",
    account: account.id,
  };
}
