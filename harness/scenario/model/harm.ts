/**
 * What must not happen to anybody, whatever a scenario's severity: from worst to least. It is found in what was seen
 * of the accounts and of who came to hold them, and counts where an expectation did not hold that would admit it.
 */
export const HARMS = [
  "accounts_destroyed",
  "foreign_account",
  "privilege",
  "unsigned_content",
  "lost_account",
  "second_account",
  "account_left",
] as const;
export type Harm = (typeof HARMS)[number];
