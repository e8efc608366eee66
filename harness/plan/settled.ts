import type { Expect } from "../scenario/model/index.ts";
import { atOnce } from "../scenario/vocabulary/index.ts";
import type { Check } from "./check.ts";
import type { Unfilled } from "./settling.ts";
import { isOf, type Traits } from "./traits.ts";
import { rowTraits } from "./vouching.ts";

/** A verdict that the plan already knows. */
export type Settled = NonNullable<Check["settled"]>;

export function notApplicable(reason: string): Settled {
  return { verdict: "not_applicable", reason };
}

/** `lacks`: where the target file could show or do what is missing. */
export function unobservable(reason: string, lacks: readonly string[] = []): Settled {
  return { verdict: "unobservable", reason, ...(lacks.length === 0 ? {} : { lacks }) };
}

export function settleByRows({ rows, connection }: Unfilled): Settled | undefined {
  return rows.length === 0 ? notApplicable(`no row of its table is of ${connection.protocol}`) : undefined;
}

/** Sign-ins that must be made at the same moment are none where the SP bears one at a time. */
export function settleByLimits({ scenario, target: { limits } }: Unfilled): Settled | undefined {
  if (!scenario.steps.some((step) => atOnce(step) > 1) || limits.in_flight === undefined || limits.in_flight > 1)
    return undefined;
  return notApplicable("the target's limits.in_flight is 1: nothing is sent at the same moment");
}

/** A table that has rows, and none of them of such an SP, is about others. */
export function settleByTraits({ scenario, target, connection, policy }: Unfilled): Settled | undefined {
  const traits = rowTraits(scenario, target, connection, policy);
  if (!scenario.steps.some(({ expect }) => expect !== undefined && hasNone(expect, traits))) return undefined;
  const { protocol, roles, identity_key } = traits;
  const what = roles === "single" ? "an SP whose accounts have one role at a time" : `identity_key=${identity_key}`;
  return notApplicable(`its rows are not of ${what} on ${protocol}`);
}

function hasNone({ one_of }: Expect, traits: Traits): boolean {
  const own = one_of.filter((world) => isOf(world, traits));
  return (one_of.length > 0 && own.length === 0) || own.some((world) => hasNone(world, traits));
}
