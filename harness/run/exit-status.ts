import type { CheckVerdict, Verdict } from "../judge/verdict.ts";
import type { Check } from "../plan/check.ts";

interface Judged {
  readonly check: Pick<Check, "settled">;
  readonly verdict: Pick<CheckVerdict, "verdict" | "reason">;
}

export interface Leave {
  readonly unobservable: boolean;
  /** For a run that judges nothing. */
  readonly nothing: boolean;
}

/**
 * 0 nothing failed; 1 a check failed, or was unobservable without leave; 4 the harness failed; 3 misconfigured; 2 no
 * check judged anything. A failed check outranks the rest: it is the news.
 */
export function exitStatus(judged: readonly Judged[], leave: Leave): number {
  const any = (verdict: Verdict) => judged.some((one) => one.verdict.verdict === verdict);
  if (any("failed") || (any("unobservable") && !leave.unobservable)) return 1;
  if (any("error")) return 4;
  if (any("misconfigured")) return 3;
  return whyNothing(judged) === null || leave.nothing ? 0 : 2;
}

/** Why no check of a run judged anything, in one line; null where one did. What is settled was not judged. */
export function whyNothing(judged: readonly Judged[]): string | null {
  if (judged.some(({ check, verdict }) => check.settled === undefined && !BLIND.includes(verdict.verdict))) return null;
  const reasons = judged.filter(({ verdict }) => BLIND.includes(verdict.verdict)).map(({ verdict }) => verdict.reason);
  if (reasons.length === 0) return "no connection of this target offers what was selected";
  const counted = [...Map.groupBy(reasons, (reason) => reason)].map(([reason, { length }]) => ({ reason, length }));
  const told = counted.toSorted((a, b) => b.length - a.length).slice(0, FEW);
  const rest = reasons.length - told.reduce((sum, { length }) => sum + length, 0);
  return [...told.map(({ reason, length }) => `${length} × ${reason}`), ...(rest > 0 ? [`${rest} more`] : [])].join(
    "; ",
  );
}

const BLIND: readonly Verdict[] = ["not_applicable", "unobservable"];
const FEW = 3;
