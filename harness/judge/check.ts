import { defined } from "../defined.ts";
import type { CheckObservation } from "../observe/observation.ts";
import type { Check } from "../plan/check.ts";
import type { Sign } from "../scenario/model/index.ts";
import { cookieCause } from "./cookies.ts";
import type { KnobValues } from "../scenario/model/index.ts";
import { HARMS, worstHarm } from "./harm.ts";
import { DESTROYED } from "./unseen.ts";
import { judgeVariant, type JudgedVariant } from "./variant.ts";
import type { CheckVerdict, Judgement, StepVerdict, UnsafeSeen, Verdict } from "./verdict.ts";
import { rolesCause } from "./roles-cause.ts";
import { wordCause } from "./words.ts";
import { worst } from "./worst.ts";

export interface JudgeOptions {
  /** An unsafe value, declared or seen, is failed instead of warned. */
  readonly strictPolicy: boolean;
}

/**
 * The verdict of a check from what was planned and what was seen: pure, so that a saved run can be judged again to
 * the same verdicts. A check that the plan has settled keeps that verdict.
 */
export function judgeCheck(check: Check, observation: CheckObservation, { strictPolicy }: JudgeOptions): CheckVerdict {
  if (check.settled !== undefined) {
    const { verdict, reason } = check.settled;
    return { verdict: verdict === "warned" && strictPolicy ? "failed" : verdict, reason, steps: [] };
  }
  const told = judgeDriven(check, observation, strictPolicy);
  if (observation.passed_alone !== true || !brokeInCompany(told, observation)) return told;
  return { ...told, verdict: "warned", reason: `only under load: ${told.reason}` };
}

/**
 * Whether a check failed by nothing but what breaks under load: load excuses no account that was entered, doubled or
 * lost. What a crash left behind is tried again with it.
 */
export function brokeInCompany({ verdict, harm }: CheckVerdict, { variants }: CheckObservation): boolean {
  if (verdict !== "failed" || (harm !== undefined && harm !== "account_left")) return false;
  return variants.some(({ steps }) =>
    steps.some(({ sign_ins }) => sign_ins.some(({ outcome }) => outcome === "broken")),
  );
}

function judgeDriven(check: Check, observation: CheckObservation, strictPolicy: boolean): CheckVerdict {
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
  const verdict = judged.length === 0 ? "error" : worstOfRows(judged);
  const harm = worstHarm(judged.map((one) => one.harm));
  const deciding = judged.flatMap((one) => (one.verdict === verdict ? one.steps : []));
  const steps = judged.flatMap((one) => one.steps);
  const unseen = unseenIn(steps);
  const leanings = judged.flatMap((one) => one.leanings).filter(({ rows }) => rows.some(isOpen));
  const unsafe = unsafeIn(steps);
  const decided = decisive(verdict, deciding);
  const cookie = cookieCause(deciding, observation.variants);
  const isWrong = verdict === "failed" || verdict === "warned";
  const atFault = isWrong || cookie !== null;
  const signs = isWrong ? (decided?.step.signs ?? []) : [];
  const { cause, fix } =
    harm === "accounts_destroyed" ? DESTROYED : (cookie ?? causeOf(check, signs, decided?.one.kind));
  return {
    verdict,
    reason: verdict === "passed" ? "" : reasonOf(decided),
    ...defined({ harm }),
    ...(unseen.length === 0 ? {} : { unseen }),
    ...(unsafe.length === 0 ? {} : { unsafe }),
    ...(signs.length === 0 ? {} : { signs }),
    ...(leanings.length === 0 ? {} : { leanings }),
    ...(atFault && cause !== "" ? { cause, fix } : {}),
    steps,
  };
}

/**
 * The worst, but that a row of `each` in which the SP failed is proven by its own controls: that another one could not
 * be driven takes nothing from it.
 */
function worstOfRows(judged: readonly JudgedVariant[]): Verdict {
  const all = worst(judged);
  return all === "misconfigured" && judged.some((one) => one.verdict === "failed") ? "failed" : all;
}

/** Each danger once, however often it was seen. */
function unsafeIn(steps: readonly StepVerdict[]): readonly UnsafeSeen[] {
  const all = steps.flatMap(({ judgements }) => judgements.flatMap((judgement) => judgement.unsafe ?? []));
  return [...new Map(all.map((one) => [`${one.knob}=${one.values.join()}`, one])).values()];
}

/** Whether a row turns on something that is not declared. */
function isOpen(part: KnobValues): boolean {
  return Object.keys(part).length > 0;
}

/** What could not be seen; a step that could not see it for one row of `each` could not for the others. */
function unseenIn(steps: readonly StepVerdict[]): NonNullable<CheckVerdict["unseen"]> {
  const firsts = new Map<string, string | null>();
  return steps.flatMap(({ index, variant, title, judgements }) =>
    judgements
      .flatMap((judgement) => judgement.unseen ?? [])
      .filter(({ what }) => {
        const key = `${index} ${what}`;
        if (!firsts.has(key)) firsts.set(key, variant);
        return firsts.get(key) === variant;
      })
      .map((unseen) => ({ ...unseen, step: title })),
  );
}

interface Decisive {
  readonly step: StepVerdict;
  readonly one: Judgement;
  /** The first step with that verdict, which may be another. */
  readonly first: StepVerdict;
}

/** The judgement that has the verdict of the whole: the worst harm first, advice last. */
function decisive(verdict: Verdict, steps: readonly StepVerdict[]): Decisive | undefined {
  const told = steps.flatMap((step) =>
    step.judgements.filter((one) => one.verdict === verdict && one.expected !== "").map((one) => ({ step, one })),
  );
  const [first] = told;
  const [decided] = told.toSorted((a, b) => rank(a.one) - rank(b.one));
  return first === undefined || decided === undefined ? undefined : { ...decided, first: first.step };
}

function reasonOf(decided: Decisive | undefined): string {
  if (decided === undefined) return "nothing was driven";
  const { step, one, first } = decided;
  const told = `${ofRow(step)}${step.title}: ${tell(one)}`;
  if (first === step) return told;
  const why = one.harm === undefined ? "weighs more" : `does more harm (${one.harm.replaceAll("_", " ")})`;
  return `${told}; this ${why} than what came first, at ${ofRow(first)}step ${first.index + 1}, ${first.title}`;
}

function ofRow({ variant }: StepVerdict): string {
  return variant === null ? "" : `${variant}: `;
}

/** The first cause whose sign was seen, else that of what decided, else the general one. */
function causeOf(
  { scenario }: Check,
  signs: readonly Sign[],
  kind: string | undefined,
): Pick<Check["scenario"]["explain"], "cause" | "fix"> {
  const { causes, cause, fix } = scenario.explain;
  return causes.find(({ sign }) => signs.includes(sign)) ?? wordCause(kind) ?? rolesCause(signs) ?? { cause, fix };
}

/** The order of reasons; what ranks the same stays in the order of the steps. What the check is about precedes a word. */
function rank({ harm, basis, kind }: Judgement): number {
  if (harm !== undefined) return HARMS.indexOf(harm);
  return HARMS.length + (basis === "advice" ? 1 : kind === "word" ? 2 : 0);
}

function tell({ verdict, expected, actual, note }: Judgement): string {
  if (verdict === "observed" && note !== undefined) return `${note} (seen: ${actual})`;
  if (verdict === "unobservable") return `cannot see whether ${expected}${note === undefined ? "" : `: ${note}`}`;
  return `expected ${expected}, got ${actual}${note === undefined ? "" : ` (${note})`}`;
}
