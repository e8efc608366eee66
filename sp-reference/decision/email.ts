import { emailKey } from "../mapping/address.ts";
import type { AccountState, Refusal, Situation } from "./model.ts";
import type { EmailOutcome } from "./rules.ts";

/**
 * What becomes of a known account's address. It is an attribute: it never moves the person to another account,
 * and another account that has it already keeps it.
 */
export function email(situation: Situation, account: AccountState): EmailOutcome | Refusal {
  const { connection, claims, emailIsVerified, found } = situation;
  const { policy } = connection;
  const kept: EmailOutcome = { value: { email: account.email, emailVerified: account.emailVerified }, warnings: [] };

  if (claims.email === null) {
    const clear = policy.on_attribute_absent === "clear" && policy.email_sync !== "off";
    return clear && !policy.required_attributes.includes("email")
      ? { value: { email: null, emailVerified: false }, warnings: [] }
      : kept;
  }
  const adopted: EmailOutcome = { value: { email: claims.email, emailVerified: emailIsVerified }, warnings: [] };
  if (account.email !== null && sameAddress(account.email, claims.email, policy.email_case)) {
    // The same address: proof may arrive later, and only the IdP's own plain "false" takes it back.
    if (policy.email_sync === "off") return kept;
    const withdrawn = claims.emailVerified === false && policy.email_sync === "on";
    const emailVerified = emailIsVerified || (account.emailVerified && !withdrawn);
    return { value: { email: account.email, emailVerified }, warnings: [] };
  }
  if (policy.email_sync === "off") return kept;
  if (policy.email_sync === "verified_only" && !emailIsVerified) {
    return { ...kept, warnings: [`the new address ${claims.email} is not verified and was not adopted`] };
  }
  const owner = found.byEmail.find(({ id }) => id !== account.id);
  if (owner === undefined || policy.email_conflict === "allow") return adopted;
  if (policy.email_conflict === "keep_old_and_warn") {
    return { ...kept, warnings: [`the new address ${claims.email} belongs to another account and was not adopted`] };
  }
  return {
    kind: "refuse",
    reason: "email_conflict",
    message: `Your new address ${claims.email} belongs to another account.`,
    attribute: "email",
    policy: "email_conflict: reject",
    account: account.id,
  };
}

function sameAddress(one: string, other: string, emailCase: "insensitive" | "sensitive"): boolean {
  return emailKey(one, emailCase) === emailKey(other, emailCase);
}
