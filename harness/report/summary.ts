import type { Verdict } from "../judge/verdict.ts";

/** How many checks got each verdict. */
export type Summary = { readonly [verdict in Verdict]: number };

/** Counts verdicts; every verdict has its place, also where nothing got it. */
export function summarize(verdicts: readonly Verdict[]): Summary {
  const summary: Record<Verdict, number> = {
    passed: 0,
    failed: 0,
    warned: 0,
    observed: 0,
    not_applicable: 0,
    unobservable: 0,
    misconfigured: 0,
    error: 0,
  };
  for (const verdict of verdicts) summary[verdict] += 1;
  return summary;
}
