import { defined } from "../defined.ts";
import type { Check } from "../plan/check.ts";
import type { Basis, Expect, Step } from "../scenario/model/index.ts";
import { originOf, restsOn, titleOf } from "../scenario/vocabulary/index.ts";
import { judgeExpectation } from "./expectations/index.ts";
import { worstHarm } from "./harm.ts";
import {
  judgeBroken,
  judgeDuplicates,
  judgeGhosts,
  judgeNone,
  judgePushed,
  judgeResidue,
  judgeStrangers,
  judgeTamper,
  judgeUnsupported,
  judgeUntold,
  type Rule,
} from "./implicit.ts";
import { judgeAgreement, type Leaning } from "./agreement.ts";
import { withNotes } from "./cookies.ts";
import { judgeMoot, within } from "./moot.ts";
import type { Ruling } from "./ruling.ts";
import type { Scene } from "./scene.ts";
import { signsOf } from "./signs/index.ts";
import type { Judgement, StepVerdict, Verdict } from "./verdict.ts";
import { basisOf, judgement, weigh } from "./weigh.ts";
import { judgeWords } from "./words.ts";
import { holding, judgeWorlds, leaning, type Terms } from "./worlds.ts";
import { worst } from "./worst.ts";

export interface JudgedStep {
  readonly verdict: StepVerdict;
  /** False where something that the step says, or that every check says, did not hold. */
  readonly held: boolean;
  /** Whether it said nothing of what is expected: what comes after it then rests on nothing. */
  readonly moot: boolean;
  /** What this and the steps before it say of the policy that is not declared. */
  readonly leanings: readonly Leaning[];
}

/**
 * Judges one step by what every check demands and by what the scenario expects of it; `before`: what earlier steps
 * said of the policy that is not declared.
 */
export function judgeStep(
  check: Check,
  step: Step,
  variant: string | null,
  scene: Scene,
  terms: Terms,
  before: readonly Leaning[] = [],
): JudgedStep {
  const moot = judgeMoot(step, scene);
  const tampers = moot === null ? [...judgeTamper(scene), ...judgeUntold(scene), ...judgeUnsupported(scene)] : [];
  const leans =
    step.expect === undefined || tampers.length > 0 || moot !== null ? null : leaning(step.expect, scene, terms);
  const leanings = leans === null ? before : [...before, leans];
  const judged =
    tampers.length > 0
      ? rules(
          [...tampers, ...harms(scene), ...judgeGhosts([], scene), ...judgeWords(check, variant, scene)],
          check,
          step,
          scene,
        )
      : [
          ...always(check, step, scene, terms),
          ...(moot === null ? expected(check, step, scene, terms) : [advice("outcome", moot, check, step)]),
          ...(leans === null ? [] : agreement(leanings, check, step)),
          ...rules(judgeWords(check, variant, scene), check, step, scene),
        ];
  const judgements = judged.map(([, told]) => told);
  const harm = worstHarm(judgements.map((one) => one.harm));
  const verdict = verdictOf(judgements);
  const wrong = verdict === "failed" || verdict === "warned";
  const signs = wrong
    ? signsOf(
        scene,
        judged.map(([ruling]) => ruling),
      )
    : [];
  return {
    verdict: {
      index: scene.seen.index,
      variant,
      title: titleOf(step),
      ...defined({ from: originOf(step) }),
      verdict,
      control: step.control,
      judgements,
      ...defined({ harm }),
      ...(signs.length === 0 ? {} : { signs }),
    },
    held: judged.every(([{ held, excused }]) => held !== "not_held" || excused === true),
    moot: moot !== null,
    leanings,
  };
}

/** A step after which the check does not apply says so over everything but a failure. */
function verdictOf(judgements: readonly Judgement[]): Verdict {
  const bad = worst(judgements.filter(({ excused }) => excused !== true));
  const voided = judgements.some(({ verdict, excused }) => verdict === "not_applicable" && excused !== true);
  return voided && !["misconfigured", "error", "failed"].includes(bad) ? "not_applicable" : bad;
}

type Judged = readonly [Ruling, Judgement];

function always(check: Check, step: Step, scene: Scene, terms: Terms): readonly Judged[] {
  const admitted = step.expect === undefined ? [] : holding(step.expect, scene, terms);
  const found = [...judgeNone(scene), ...harms(scene), ...judgeGhosts(admitted, scene), ...judgeResidue(step, scene)];
  return rules([...found, ...judgeBroken(step, admitted, scene), ...judgePushed(step, scene)], check, step, scene);
}

/** What must not come of any sign-in, also of one whose corruption never left. */
function harms(scene: Scene): readonly Rule[] {
  return [...judgeStrangers(scene), ...judgeDuplicates(scene)];
}

function agreement(leanings: readonly Leaning[], check: Check, step: Step): readonly Judged[] {
  const ruling = judgeAgreement(leanings);
  if (ruling === null) return [];
  return [[ruling, judgement("policy", ruling, weigh(ruling, step, "policy", check.severity), "policy", step.place)]];
}

function advice(kind: string, ruling: Ruling, check: Check, step: Step): Judged {
  return [ruling, judgement(kind, ruling, weigh(ruling, step, "advice", check.severity), "advice", step.place)];
}

function rules(found: readonly Rule[], check: Check, step: Step, { seen }: Scene): readonly Judged[] {
  return found.map(({ kind, ruling: told }) => {
    const ruling = kind === "ghost" ? withNotes(told, seen) : told;
    const basis = kind === "tamper" || kind === "none" || kind === "pushing" ? "advice" : "harm";
    return [ruling, judgement(kind, ruling, weigh(ruling, step, basis, check.severity), basis, step.place)];
  });
}

function expected(check: Check, step: Step, scene: Scene, terms: Terms): readonly Judged[] {
  const { expect } = step;
  if (expect === undefined) return [];
  const one = (kind: string, rests: Basis | "table", bare: Ruling, place: Expect["place"]): Judged => {
    const ruling = withNotes(bare, scene.seen);
    const basis = basisOf(rests, expect, check);
    return [ruling, judgement(kind, ruling, weigh(ruling, step, basis, check.severity), basis, place)];
  };
  const plain = expect.all.flatMap((expectation) =>
    judgeExpectation(expectation, scene).map((ruling) =>
      one(expectation.kind, restsOn(expectation), ruling, expectation.place),
    ),
  );
  const table =
    expect.one_of.length === 0
      ? []
      : [
          one(
            "one_of",
            "table",
            judgeWorlds(expect.one_of, within(expect, scene), terms),
            expect.one_of[0]?.place ?? expect.place,
          ),
        ];
  return [...plain, ...table];
}
