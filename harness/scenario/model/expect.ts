import type { Place } from "../../errors.ts";
import type { Expectation } from "../expectations/index.ts";
import type { Basis, Protocol, RolesPerAccount } from "./names.ts";
import type { KeyKind, KnobValues } from "./policy.ts";

/** How a sign-in ended, in the order in which it is decided (design: "Outcomes of a sign-in"). */
export const OUTCOMES = ["signed_in", "broken", "interrupted", "refused"] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** What an SP answers to a push by SCIM, as a scenario may expect it. */
export const PUSHED = ["done", "refused"] as const;
export type PushEnd = (typeof PUSHED)[number];

/** What a kind of expectation is stands in one file of scenario/expectations, and how it is judged in one of judge/expectations. */
export type { ExpectationKind, ExpectationOf, Expectation } from "../expectations/index.ts";

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
