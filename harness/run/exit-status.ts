import type { CheckVerdict, Verdict } from "../judge/verdict.ts";
import type { Check } from "../plan/check.ts";

interface Judged {
  readonly check: Pick<Check, "settled">;
  readonly verdict: Pick<CheckVerdict, "verdict" | "reason" | "known">;
}

export interface Leave {
  readonly unobservable: boolean;
  /** For a run that judges nothing. */
  readonly nothing: boolean;
}

/**
 * 0 nothing failed that is not known to; 1 a check failed, or was unobservable without leave; 4 the harness failed; 3 misconfigured; 2 no
 * check judged anything. A failed check outranks the rest: it is the news.
 */
export function exitStatus(judged: readonly Judged[], leave: Leave): number {
  const any = (verdict: Verdict) =>
    judged.some((one) => one.verdict.verdict === verdict && one.verdict.known === undefined);
  if (any("failed") || (any("unobservable") && !leave.unobservable)) return 1;
  if (any("error")) return 4;
  if (any("misconfigured")) return 3;
  return whyNothing(judged) === null || leave.nothing ? 0 : 2;
}

/** Why no check of a run judged anything, in one line; null where one did. What is settled was not judged. */
export function whyNothing(judged: readonly Judged[]): string | null {
  if (judged.some(isJudged)) return null;
  const reasons = blindReasons(judged);
  return reasons.length === 0 ? "no connection of this target offers what was selected" : mostFrequent(reasons);
}

/**
 * That few checks of a whole run could judge anything, and why, in one line; null where enough did. A policy that lets
 * few people in leaves most questions unasked, and a green run must not read as if they were answered.
 */
export function whyLittle(judged: readonly Judged[]): string | null {
  const seen = judged.filter(isJudged).length;
  const reasons = blindReasons(judged);
  if (seen === 0 || judged.length < ENOUGH || seen * SHARE >= judged.length) return null;
  return `only ${seen} of ${judged.length} checks could judge this SP: what the others look at, nobody knows of it now (${mostFrequent(reasons)})`;
}

function isJudged({ check, verdict }: Judged): boolean {
  return check.settled === undefined && !BLIND.includes(verdict.verdict);
}

function blindReasons(judged: readonly Judged[]): readonly string[] {
  return judged.filter(({ verdict }) => BLIND.includes(verdict.verdict)).map(({ verdict }) => verdict.reason);
}

function mostFrequent(reasons: readonly string[]): string {
  const counted = [...Map.groupBy(reasons, (reason) => reason)].map(([reason, { length }]) => ({ reason, length }));
  const told = counted.toSorted((a, b) => b.length - a.length).slice(0, FEW);
  const rest = reasons.length - told.reduce((sum, { length }) => sum + length, 0);
  return [...told.map(({ reason, length }) => `${length} × ${reason}`), ...(rest > 0 ? [`${rest} more`] : [])].join(
    "; ",
  );
}

const BLIND: readonly Verdict[] = ["not_applicable", "unobservable"];
const FEW = 3;
/** One in four is told; of a handful of checks nothing follows. */
const SHARE = 4;
const ENOUGH = 20;
