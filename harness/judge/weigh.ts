import { defined } from "../defined.ts";
import type { Place } from "../errors.ts";
import type { Check } from "../plan/check.ts";
import { knobsOf, type Basis, type Expect, type Severity, type Step } from "../scenario/model/index.ts";
import type { Ruling } from "./ruling.ts";
import type { Judgement, Verdict } from "./verdict.ts";

/**
 * How much a ruling weighs: by the step that it stands in, by what it rests on, and by the check's severity, which
 * softens neither harm nor what is grave.
 */
export function weigh(
  ruling: Ruling,
  step: Pick<Step, "control" | "applies">,
  basis: Basis,
  severity: Severity,
): Verdict {
  if (ruling.verdict !== undefined) return ruling.verdict;
  if (ruling.held === "held") return "passed";
  if (ruling.held !== "not_held") return ruling.held;
  if (ruling.excused === true) return "not_applicable";
  if (ruling.harm !== undefined) return "failed";
  if (step.applies) return "not_applicable";
  if (step.control) return "misconfigured";
  if (ruling.grave === true) return "failed";
  if (severity === "MAY") return "observed";
  return severity === "SHOULD" || basis === "advice" ? "warned" : "failed";
}

/**
 * What an expectation rests on: what is written beside it; policy where a table's row decides; a clause where the
 * scenario cites one; else what it rests on by its kind, and a table on the harm of a wrong account.
 */
export function basisOf(what: Basis | "table", expect: Expect, check: Check): Basis {
  if (expect.basis !== undefined) return expect.basis;
  if (what === "table" && expect.one_of.some(({ when }) => knobsOf(when).length > 0)) return "policy";
  if (check.scenario.basis !== undefined) return check.scenario.basis;
  if (check.scenario.references.some((reference) => !/^https?:/.test(reference))) return "clause";
  return what === "table" ? "harm" : what;
}

export function judgement(kind: string, ruling: Ruling, verdict: Verdict, basis: Basis, place: Place): Judgement {
  const { expected, actual, note, harm, unseen, unsafe, excused } = ruling;
  return {
    verdict,
    kind,
    basis,
    expected,
    actual,
    place: `${place.file}:${place.line}:${place.column}`,
    ...defined({ note, excused, unsafe }),
    ...(unseen === undefined || verdict !== "unobservable" ? {} : { unseen }),
    ...(harm === undefined || verdict !== "failed" ? {} : { harm }),
  };
}
