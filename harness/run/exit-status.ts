import type { Verdict } from "../judge/verdict.ts";

/**
 * 0 nothing failed; 1 a check failed, or was unobservable without leave; 4 the harness failed; 3 misconfigured.
 * A failed check outranks the rest: it is the news.
 */
export function exitStatus(verdicts: readonly Verdict[], allowUnobservable: boolean): number {
  const any = (verdict: Verdict) => verdicts.includes(verdict);
  if (any("failed") || (any("unobservable") && !allowUnobservable)) return 1;
  if (any("error")) return 4;
  if (any("misconfigured")) return 3;
  return 0;
}
