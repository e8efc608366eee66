import type { Place } from "../../errors.ts";
import type { Basis, Json, PerProtocol, Protocol, RolesPerAccount } from "./names.ts";
import type { KeyKind, KnobValues } from "./policy.ts";
import type { AccountField } from "./target.ts";

/** How a sign-in ended, in the order in which it is decided (design: "Outcomes of a sign-in"). */
export const OUTCOMES = ["signed_in", "broken", "interrupted", "refused"] as const;
export type Outcome = (typeof OUTCOMES)[number];

/**
 * One thing that must be true after a step. A kind is a registration: its schema and what it needs to see are one
 * file in scenario/expectations, how it is judged is one file in judge/expectations.
 */
export type Expectation =
  | OutcomeExpectation
  | SessionExpectation
  | AccountsExpectation
  | AccountExpectation
  | MessageExpectation
  | NeverAtExpectation;

export interface OutcomeExpectation {
  readonly kind: "outcome";
  readonly any: readonly Outcome[];
  /** A refusal counts also where the SP turned the person away before the IdP was asked: at its own door. */
  readonly at?: "door";
  readonly place: Place;
}

export interface SessionExpectation {
  readonly kind: "session";
  /** Any of these: a remembered or seeded name, `new` (created in this step) or `none` (no session). */
  readonly account?: readonly string[];
  /** None of these. A name that remembers nobody (after a lawful refusal) never matches. */
  readonly not?: readonly string[];
  readonly place: Place;
}

/** Over the accounts of the namespace, before the step against after it. */
export interface AccountsExpectation {
  readonly kind: "accounts";
  /** Counts; a list admits any of its members. */
  readonly created?: readonly number[];
  readonly deleted?: readonly number[];
  readonly changed?: readonly number[];
  readonly total?: readonly number[];
  /** Names of accounts whose every visible field is as before the step. */
  readonly untouched?: readonly string[];
  /** Fields that must be among those that `untouched` compares: without them it says nothing of what it is about. */
  readonly compared?: readonly AccountField[];
  readonly place: Place;
}

/** Of one account, after the step. */
export interface AccountExpectation {
  readonly kind: "account";
  /** A remembered or seeded name; left out: the account of the session. */
  readonly of?: string;
  readonly email?: PerProtocol<string | null>;
  readonly email_verified?: PerProtocol<boolean>;
  readonly names?: {
    readonly [field in "given_name" | "family_name" | "name" | "username"]?: PerProtocol<string | null>;
  };
  readonly roles?: {
    readonly is?: readonly string[];
    readonly has?: readonly string[];
    readonly lacks?: readonly string[];
  };
  /** Identities that must be linked: issuer may be left out (the person's own connection's). */
  readonly identities?: readonly { readonly issuer?: string; readonly subject: string }[];
  readonly active?: boolean;
  readonly attributes?: { readonly [name: string]: PerProtocol<Json> };
  readonly memberships?: readonly string[];
  readonly place: Place;
}

export interface MessageExpectation {
  readonly kind: "message";
  /** Each of these texts (no regard to case) stands in what the last page shows the person. */
  readonly says: readonly string[];
  readonly place: Place;
}

/** Where the browser is not sent: no request of it, and no Location that it was answered, names the host or one below. */
export interface NeverAtExpectation {
  readonly kind: "never_at";
  readonly host: string;
  readonly place: Place;
}

/** Everything that must hold after a step: all of `all`, and, where there are worlds, at least one of them. */
export interface Expect {
  readonly all: readonly Expectation[];
  readonly one_of: readonly World[];
  /** Gives the account of the session (or nobody) this name from here on. */
  readonly remember?: string;
  /** Left out: policy in a row with `when`; clause where the scenario cites one; else harm or advice by kind. */
  readonly basis?: Basis;
  readonly place: Place;
}

/** A lawful alternative. Without `when` it is lawful whatever the policy. */
export interface World extends Expect {
  readonly when: KnobValues;
  /** What else would look as this row does, so that it alone is no reason to declare its policy. */
  readonly doubt?: string;
  /** The row is lawful on these protocols only; left out: on every one. The planner drops the others. */
  readonly protocols?: readonly Protocol[];
  /** The row is of these kinds of identity key only; left out: of every one. The planner drops the others. */
  readonly identity_key?: readonly KeyKind[];
  /** The row is of SPs whose accounts have that many roles; left out: of every one. The planner drops the others. */
  readonly roles?: RolesPerAccount;
}
