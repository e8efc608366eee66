import type { Connection, EachRow, Policy, Scenario, Situation, Target } from "../scenario/model/index.ts";
import type { Variant } from "./check.ts";
import { settleByKey, type Home } from "./email-key.ts";
import { settleByEmailClaims } from "./email-claims.ts";
import { settleByGate } from "./gate.ts";
import { settleByLeave, type Withheld } from "./leave.ts";
import { settleByLimits, settleByRows, settleByTraits, type Settled } from "./settled.ts";
import { settleByRequired } from "./required.ts";
import { settleByProfile } from "./vendor.ts";
import { settleByAbilities, settleByNamespace } from "./sight.ts";

/** A check whose templates are not filled in yet. */
export interface Unfilled {
  readonly scenario: Scenario;
  readonly target: Target;
  readonly connection: Connection;
  readonly policy: Policy;
  /** Of its protocol. */
  readonly rows: readonly (EachRow | null)[];
}

/** A check as it would be driven. */
export interface Filled extends Unfilled {
  readonly variants: readonly Variant[];
  /** Where people are at home, by the name of their connection. */
  readonly homeOf: (connection: string) => Home | undefined;
  /** The ids of the scenarios that are made for a situation. */
  readonly covering: (situation: Situation) => readonly string[];
  readonly withheld: Withheld;
}

/** Knows the verdict of a check without driving it, or leaves it to the next. */
type Rule<T> = (check: T) => Settled | undefined;

/** Whom a scenario is about is asked first: its templates may have no value at anybody else's. */
const BEFORE_FILLING: readonly Rule<Unfilled>[] = [settleByRows, settleByTraits];

/** What does not apply to this SP is told before what cannot be seen or done at it. */
const ONCE_FILLED: readonly Rule<Filled>[] = [
  settleByProfile,
  settleByGate,
  settleByEmailClaims,
  settleByRequired,
  settleByKey,
  settleByLimits,
  settleByAbilities,
  settleByNamespace,
  settleByLeave,
];

export function settledUnfilled(check: Unfilled): Settled | undefined {
  return firstOf(BEFORE_FILLING, check);
}

export function settledFilled(check: Filled): Settled | undefined {
  return firstOf(ONCE_FILLED, check);
}

function firstOf<T>(rules: readonly Rule<T>[], check: T): Settled | undefined {
  for (const rule of rules) {
    const settled = rule(check);
    if (settled !== undefined) return settled;
  }
  return undefined;
}
