import type { CheckObservation } from "../observe/observation.ts";
import type { Check } from "../plan/check.ts";
import { judgeVariant } from "./variant.ts";
import type { CheckVerdict, Judgement, StepVerdict, Verdict } from "./verdict.ts";
import { worst } from "./worst.ts";

export interface JudgeOptions {
  /** An undeclared knob that is seen to hold an unsafe value fails the check, instead of warning. */
  readonly strictPolicy: boolean;
}

/**
 * The verdict of a check from what was planned and what was seen: pure, so that a saved run can be judged again to
 * the same verdicts. A check that the plan has settled keeps that verdict.
 */
export function judgeCheck(check: Check, observation: CheckObservation, { strictPolicy }: JudgeOptions): CheckVerdict {
  if (check.settled !== undefined) return { ...check.settled, steps: [] };
  const terms = { declared: check.declared, strictPolicy };
  const judged = check.variants.map((variant, index) => {
    const seen = observation.variants[index] ?? {
      name: variant.name,
      ns: variant.ns,
      seeded: {},
      start: null,
      steps: [],
    };
    return judgeVariant(check, variant, seen, terms);
  });
  // What was not driven has not passed.
  const verdict = judged.length === 0 ? "error" : worst(judged.map((one) => one.verdict));
  const deciding = judged.find((one) => one.verdict === verdict)?.steps ?? [];
  const { cause, fix } = check.scenario.explain;
  const atFault = verdict === "failed" || verdict === "warned";
  return {
    verdict,
    reason: verdict === "passed" ? "" : reasonOf(verdict, deciding),
    ...(atFault && cause !== "" ? { cause, fix } : {}),
    steps: judged.flatMap(({ steps }) => steps),
  };
}

/** The first judgement that has the verdict of the whole, in one line. */
function reasonOf(verdict: Verdict, steps: readonly StepVerdict[]): string {
  for (const step of steps) {
    const judgement = step.judgements.find((one) => one.verdict === verdict && one.expected !== "");
    if (judgement !== undefined)
      return `${step.variant === null ? "" : `${step.variant}: `}${step.title}: ${tell(judgement)}`;
  }
  return "nothing was driven";
}

function tell({ verdict, expected, actual, note }: Judgement): string {
  if (verdict === "observed" && note !== undefined) return `${note} (seen: ${actual})`;
  if (verdict === "unobservable") return `cannot see whether ${expected}${note === undefined ? "" : `: ${note}`}`;
  return `expected ${expected}, got ${actual}${note === undefined ? "" : ` (${note})`}`;
}
