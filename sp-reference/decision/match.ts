import type { AccountState, Refusal, Situation } from "./model.ts";
import type { Match } from "./rules.ts";
import { isOwnDomain } from "./own-domain.ts";

/** An identity is an account's own only by its (issuer, subject) row; nothing else recognizes a person. */
export function recognize({ found }: Situation): AccountState | null {
  return found.byIdentity;
}

/**
 * Matching by address or username, the dangerous part (CVE-2023-3128: a foreign tenant asserts the victim's
 * address). Four conditions hold for a link: policy names the way, the claim is proven as the policy demands,
 * exactly one account matches, and that account is free of other identities.
 *
 * An address that is taken and may not be linked is refused, not doubled: a second account with one address is
 * what support desks untangle for years. Nobody signs up here by themselves, so this locks nobody out for a squatter.
 */
export function match(situation: Situation): Match {
  const { connection, claims, found } = situation;
  if (found.pushed.length > 0) return one(situation, found.pushed, "push");
  if (connection.policy.link_by === "username") {
    const byUsername = one(situation, found.byUsername, "username");
    if (byUsername.kind !== "none") return byUsername;
  } else if (found.byEmail.length > 0 && proven(situation)) {
    return one(situation, found.byEmail, "email");
  }
  if (found.byEmail.length > 0) {
    return refuse(
      "email_taken",
      `An account with the address ${claims.email} exists already, and this sign-in may not be linked to it.`,
      `link_by: ${connection.policy.link_by}`,
      found.byEmail[0],
    );
  }
  // Across organizations only by an address in a domain that this one has verified, and only where it is proven. Whom
  // another organization's IdP opens an account for stays there: that one has vouched for a domain that is not its own.
  const free = found.elsewhere.filter(({ identities }) => identities.length === 0);
  if (free.length > 0 && situation.emailIsVerified && inVerifiedDomain(situation)) {
    return one(situation, free, "email");
  }
  return { kind: "none" };
}

function proven(situation: Situation): boolean {
  switch (situation.connection.policy.link_by) {
    case "never":
    case "username":
      return false;
    case "any_email":
      return true;
    case "verified_email":
      return situation.emailIsVerified;
    case "verified_email_and_domain":
      return situation.emailIsVerified && inVerifiedDomain(situation);
  }
}

function inVerifiedDomain({ claims, connection }: Situation): boolean {
  return claims.email !== null && isOwnDomain(connection, claims.email);
}

function one(
  { claims, connection }: Situation,
  accounts: readonly AccountState[],
  by: "email" | "username" | "push",
): Match {
  const [account, ...others] = accounts;
  if (account === undefined) return { kind: "none" };
  if (others.length > 0) {
    return refuse("link_ambiguous", `More than one account matches your ${by}; an administrator must choose.`);
  }
  // A leaver's address given to a newcomer arrives here too: the old account keeps to its old identity.
  const bound = account.identities.length > 0;
  const ofThisIdp = account.identities.some(({ issuer }) => issuer === claims.issuer);
  if (ofThisIdp && by !== "push" && connection.policy.link_conflict === "apart") return { kind: "none" };
  if (bound) {
    return refuse(
      "link_conflict",
      by === "push"
        ? "The account that was made for you belongs to another sign-in."
        : `The account with the ${by} ${by === "email" ? claims.email : claims.profile.username} belongs to another sign-in.`,
      "link_conflict: reject",
      account,
    );
  }
  if (account.status === "deactivated") {
    return refuse("link_deactivated", `The account that matches your ${by} is deactivated.`, undefined, account);
  }
  return { kind: "link", account };
}

function refuse(reason: Refusal["reason"], message: string, policy?: string, account?: AccountState): Refusal {
  return {
    kind: "refuse",
    reason,
    message,
    attribute: "email",
    ...(policy === undefined ? {} : { policy }),
    ...(account === undefined ? {} : { account: account.id }),
  };
}
