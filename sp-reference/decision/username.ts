import type { AccountState, Refusal, Situation } from "./model.ts";

/**
 * The situation with the username that may be written. One that another account of the organization has goes to no second
 * one: a newcomer's gets another form, or is refused; whoever is known keeps the one that they have.
 */
export function username(situation: Situation, account: AccountState | null): Situation | Refusal {
  const { connection, claims, found } = situation;
  const { username_collision: onCollision } = connection.policy;
  const isTaken = found.byUsername.some(({ id }) => id !== account?.id);
  if (!isTaken || onCollision === "no_usernames") return situation;
  const named = (username: string | null): Situation => ({
    ...situation,
    claims: { ...claims, profile: { ...claims.profile, username } },
  });
  if (account !== null) return named(account.profile.username);
  if (onCollision === "suffix") return named(found.freeUsername);
  return {
    kind: "refuse",
    reason: "username_taken",
    message: `Somebody else has the username ${claims.profile.username ?? ""} here.`,
    attribute: "username",
    policy: "username_collision: reject",
  };
}
