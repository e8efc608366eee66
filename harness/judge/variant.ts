import { defined } from "../defined.ts";
import type { StepFailure, VariantObservation } from "../observe/observation.ts";
import type { Check, Variant } from "../plan/check.ts";
import type { Step } from "../scenario/model/index.ts";
import type { Leaning } from "./agreement.ts";
import { isRekeyed, unsafeKeyOf } from "./excuse.ts";
import { worstHarm, type Harm } from "./harm.ts";
import { beginning, pastAfter } from "./past.ts";
import { held as holds, notHeld } from "./ruling.ts";
import type { Scene } from "./scene.ts";
import { judgeStep } from "./step.ts";
import { originOf, titleOf } from "../scenario/vocabulary/index.ts";
import type { Judgement, StepVerdict, Verdict } from "./verdict.ts";
import { judgement } from "./weigh.ts";
import { judgeDestroyed, judgeUnseen } from "./unseen.ts";
import type { Terms } from "./worlds.ts";
import { worst } from "./worst.ts";

export interface JudgedVariant {
  readonly verdict: Verdict;
  readonly harm?: Harm;
  readonly steps: readonly StepVerdict[];
  /** What its tables say of the policy that is not declared. */
  readonly leanings: readonly Leaning[];
}

/**
 * Judges the steps in their order. The first thing that did not hold decides how the rest counts: after a failed
 * expectation the controls that follow are not judged, and nothing that ends the driving outranks it; after a
 * control that did not hold nothing more is judged. A harm counts in either. After a step that says that the check
 * does not apply, nothing does.
 */
export function judgeVariant(
  check: Check,
  variant: Variant,
  observation: VariantObservation,
  terms: Terms,
): JudgedVariant {
  const steps: StepVerdict[] = [];
  let names: Scene["names"] = observation.seeded;
  let leanings: readonly Leaning[] = [];
  const keyOf = unsafeKeyOf(check);
  let past = beginning(variant, observation.seeded);
  let fallen = false;
  let moot = false;
  let voided = false;
  for (const [index, step] of variant.steps.entries()) {
    const seen = observation.steps[index];
    if (seen === undefined && observation.failure?.destroyed === true) {
      steps.push(told(step, index, variant.name, judgeDestroyed(check, step, observation.failure.message)));
      break;
    }
    if (seen?.unseen !== undefined && seen.destroyed === true) {
      steps.push(told(step, index, variant.name, judgeUnseen(check, step, seen, seen.unseen)));
      break;
    }
    if (voided && (seen === undefined || seen.unseen !== undefined)) break;
    if (fallen && (seen === undefined || seen.unseen !== undefined)) {
      steps.push(unjudged(step, index, variant.name));
      continue;
    }
    if (seen === undefined) {
      const verdict = undriven(step, index, variant.name, observation.failure);
      steps.push(verdict);
      if (verdict.verdict === "not_applicable") return { verdict: "not_applicable", steps, leanings: [] };
      break;
    }
    if (seen.unseen !== undefined) {
      steps.push(told(step, index, variant.name, judgeUnseen(check, step, seen, seen.unseen)));
      break;
    }
    const rekeyed = isRekeyed(past, seen, keyOf);
    const scene = { seen, names: { ...seen.names, ...names }, past, lacking: check.lacking, rekeyed };
    if (moot) {
      steps.push(afterMoot(check, step, index, variant.name, scene, terms));
      past = pastAfter(past, step, seen);
      continue;
    }
    const judged = judgeStep(check, step, variant.name, scene, terms, leanings);
    const { verdict, held } = judged;
    leanings = judged.leanings;
    names = { ...names, ...seen.names };
    past = pastAfter(past, step, seen);
    if (voided || (fallen && (step.control || VOID.includes(verdict.verdict)))) {
      if (verdict.harm !== undefined) steps.push(onlyHarm(verdict));
      else if (!voided) steps.push(unjudged(step, index, variant.name));
      continue;
    }
    steps.push(verdict);
    if (verdict.verdict === "not_applicable") return { verdict: "not_applicable", steps, leanings: [] };
    if (VOID.includes(verdict.verdict)) voided = true;
    else if (!held) fallen = true;
    moot = judged.moot && !voided;
  }
  const harm = worstHarm(steps.map((step) => step.harm));
  const verdict = worst(steps);
  // What was excused has not been shown to be right.
  const excused = steps.some(({ judgements }) => judgements.some((one) => one.excused === true));
  if (excused && (verdict === "passed" || verdict === "observed"))
    return { verdict: "not_applicable", steps, leanings: [] };
  return { verdict, ...defined({ harm }), steps, leanings };
}

/** Of a step that proves nothing any more, what came of it all the same. */
function onlyHarm(step: StepVerdict): StepVerdict {
  return { ...step, verdict: "failed", judgements: step.judgements.filter(({ harm }) => harm !== undefined) };
}

/** What says that a step proves nothing; after a failure it takes nothing back. */
const VOID: readonly Verdict[] = ["misconfigured", "error", "not_applicable"];

/** What is expected after a step that said nothing rests on nothing; a harm is one all the same. */
function afterMoot(
  check: Check,
  step: Step,
  index: number,
  variant: string | null,
  scene: Scene,
  terms: Terms,
): StepVerdict {
  const { expect: _, ...bare } = step;
  const { verdict } = judgeStep(check, bare, variant, scene, terms);
  return verdict.harm !== undefined
    ? onlyHarm(verdict)
    : unjudged(step, index, variant, "an earlier step could not be seen");
}

/** A step that comes after a failure and would only prove, or repeat, what has fallen already. */
function unjudged(
  step: Step,
  index: number,
  variant: string | null,
  why = "an earlier expectation did not hold",
): StepVerdict {
  const ruling = { ...holds("", ""), note: `not judged: ${why}` };
  return told(step, index, variant, judgement("step", ruling, "not_applicable", "advice", step.place));
}

/** The driving ended before this step. What an SP has a rule against need not apply to it, where the step says so. */
function undriven(step: Step, index: number, variant: string | null, failure: StepFailure | undefined): StepVerdict {
  if (step.applies && failure?.declined === true) {
    const ruling = notHeld("the SP does it", failure.message);
    return told(step, index, variant, judgement("step", ruling, "not_applicable", "advice", step.place));
  }
  const verdict = failure?.kind === "target" ? "misconfigured" : "error";
  const why = failure === undefined ? "the observation ends before this step" : failure.message;
  const actual = failure?.kind === "interrupted" ? `interrupted: ${why}` : why;
  return told(
    step,
    index,
    variant,
    judgement("step", notHeld("the step is driven", actual), verdict, "advice", step.place),
  );
}

function told(step: Step, index: number, variant: string | null, only: Judgement): StepVerdict {
  const { verdict, harm } = only;
  const title = titleOf(step);
  const base = {
    index,
    variant,
    title,
    ...defined({ from: originOf(step) }),
    verdict,
    control: step.control,
    judgements: [only],
  };
  return harm === undefined ? base : { ...base, harm };
}
