import type { AccountState, AccountStatus, Refusal, Situation } from "./model.ts";

/** A deactivated account stays shut whatever the IdP says, unless the policy hands that power to the IdP. */
export function standing({ connection }: Situation, account: AccountState): AccountStatus | Refusal {
  if (account.status === "active") return "active";
  if (account.status === "pending") {
    return {
      kind: "refuse",
      reason: "pending_approval",
      message: "Your account waits for an administrator's approval.",
      policy: "jit: pending_approval",
      account: account.id,
    };
  }
  if (connection.policy.deactivated_login === "reactivate") return "active";
  return {
    kind: "refuse",
    reason: "deactivated",
    message: "Your account is deactivated.",
    policy: "deactivated_login: reject",
    account: account.id,
  };
}
