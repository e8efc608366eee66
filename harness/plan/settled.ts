import type { Check } from "./check.ts";

/** A verdict that the plan already knows. */
export type Settled = NonNullable<Check["settled"]>;

export function notApplicable(reason: string): Settled {
  return { verdict: "not_applicable", reason };
}

export function unobservable(reason: string): Settled {
  return { verdict: "unobservable", reason };
}
