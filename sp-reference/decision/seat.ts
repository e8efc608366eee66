import type { AccountState, Refusal, Situation } from "./model.ts";

/** Whoever becomes a member takes a seat; who is one has theirs. */
export function seat({ found, connection }: Situation, account: AccountState | null): Refusal | null {
  if (found.room || account?.member === true) return null;
  return {
    kind: "refuse",
    reason: "no_seat",
    message: `${connection.organization.title} has no seat left: ask its administrator for one.`,
  };
}
