import type { Connection } from "../config/model.ts";
import type { Claims } from "../mapping/claims.ts";
import { admit } from "./admit.ts";
import { complete } from "./complete.ts";
import { domain } from "./domain.ts";
import { email } from "./email.ts";
import { gate } from "./gate.ts";
import { hostedDomain } from "./hosted-domain.ts";
import { join } from "./join.ts";
import { lastAdmin } from "./last-admin.ts";
import { match, recognize } from "./match.ts";
import type { AccountFields, AccountState, AccountStatus, Grant, Identity, Refusal, Situation } from "./model.ts";
import { profile } from "./profile.ts";
import { roles } from "./roles.ts";
import { seat } from "./seat.ts";
import { standing } from "./standing.ts";
import { stepUp } from "./step-up.ts";
import { username } from "./username.ts";
import { emailIsVerified } from "./verified.ts";

/** The email as it will be stored, and what to tell an administrator. */
export interface EmailOutcome {
  readonly value: Pick<AccountFields, "email" | "emailVerified">;
  readonly warnings: readonly string[];
}

export interface CompleteOutcome {
  readonly value: Omit<AccountFields, "status">;
  readonly warnings: readonly string[];
}

export type Match = { readonly kind: "none" } | { readonly kind: "link"; readonly account: AccountState } | Refusal;

/** The decision's parts, one question each. `account` is null where the person is new. */
export interface DecisionRules {
  readonly emailIsVerified: (connection: Connection, claims: Claims) => boolean;
  /** Which of the accounts found is this identity's own. */
  readonly recognize: (situation: Situation) => AccountState | null;
  /** Whether an unknown identity is added to the account that is signed in. */
  readonly join: (situation: Situation) => AccountState | null;
  /** Whether an unknown identity belongs to an account that is there already. */
  readonly match: (situation: Situation) => Match;
  /** Whether the person must prove first that the account is theirs. */
  readonly stepUp: (situation: Situation, account: AccountState) => "ask" | Refusal | null;
  /** Whether the account may sign in at all, and its status afterwards. */
  readonly standing: (situation: Situation, account: AccountState) => AccountStatus | Refusal;
  /** Whether a new account may be made. */
  readonly admit: (situation: Situation) => Refusal | null;
  /** Whether the person is in the group without which nobody comes in. */
  readonly gate: (situation: Situation, account: AccountState | null) => Refusal | null;
  /** Whether the identity provider says that the person is of the organization. */
  readonly hostedDomain: (situation: Situation) => Refusal | null;
  /** Whether the address's domain lets the person in. */
  readonly domain: (situation: Situation, account: AccountState | null) => Refusal | null;
  /** The fields of a new account, or which required one is missing. */
  readonly complete: (situation: Situation, identity: Identity) => CompleteOutcome | Refusal;
  /** The username that is written: `situation` as it came, or with another one. */
  readonly username: (situation: Situation, account: AccountState | null) => Situation | Refusal;
  readonly email: (situation: Situation, account: AccountState) => EmailOutcome | Refusal;
  /** `first`: the first sign-in of an account that was there already. */
  readonly profile: (
    situation: Situation,
    account: AccountState,
    first: boolean,
  ) => Pick<AccountFields, "profile" | "attributes">;
  /** Every grant of the organization after the sign-in. */
  readonly roles: (situation: Situation, account: AccountState | null) => readonly Grant[] | Refusal;
  /** Those of them that are written, where an organization would lose its last administrator. */
  readonly lastAdmin: (situation: Situation, account: AccountState, grants: readonly Grant[]) => readonly Grant[];
  /** Whether there is room for one member more; `account`: whose it will be, null for a new one. */
  readonly seat: (situation: Situation, account: AccountState | null) => Refusal | null;
}

export const decisionRules: DecisionRules = {
  emailIsVerified,
  recognize,
  join,
  match,
  stepUp,
  standing,
  admit,
  gate,
  hostedDomain,
  domain,
  complete,
  username,
  email,
  profile,
  roles,
  lastAdmin,
  seat,
};
