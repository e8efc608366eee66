import type { StepObservation } from "../observe/observation.ts";
import type { Check } from "../plan/check.ts";
import type { Step } from "../scenario/model/index.ts";
import { endingsIn, type Ending } from "../scenario/vocabulary/index.ts";
import { notHeld } from "./ruling.ts";
import type { Judgement } from "./verdict.ts";
import { basisOf, judgement, weigh } from "./weigh.ts";

/**
 * A step after which the accounts could not be read: it proves nothing, with two exceptions. Accounts that the step
 * destroyed are a harm. A sign-in that broke (the SP died of it, or answers nothing any more) is a fact without the
 * accounts, and fails where nothing lawful breaks.
 */
export function judgeUnseen(check: Check, step: Step, seen: StepObservation, why: string): Judgement {
  if (seen.destroyed === true) return judgeDestroyed(check, step, why);
  const broken = seen.sign_ins.find(({ outcome }) => outcome === "broken");
  const outcomes = step.expect === undefined ? [] : endingsIn(step.expect);
  const [first] = outcomes;
  if (broken === undefined || step.expect === undefined || first === undefined || outcomes.some(admitsBroken)) {
    return judgement("step", notHeld("the accounts read", why), "misconfigured", "advice", step.place);
  }
  const expected = [...new Set(outcomes.flatMap(({ any }) => any))].join(" or ");
  const ruling = { ...notHeld(expected, `broken: ${broken.why}; then ${why}`), grave: true as const };
  const basis = basisOf("harm", step.expect, check);
  return judgement("outcome", ruling, weigh(ruling, step, basis, check.severity), basis, first.place);
}

/** Whoever cannot be read is lost, with everybody else: nothing is worse. */
export function judgeDestroyed(check: Check, step: Step, why: string): Judgement {
  const ruling = {
    ...notHeld(
      "the SP's accounts to outlast it",
      `they could be read before, and cannot be read any more: ${why}`,
      "it, or what was driven beside it, destroyed them; with --jobs 1 nothing is",
    ),
    harm: "accounts_destroyed" as const,
  };
  return judgement("step", ruling, weigh(ruling, step, "harm", check.severity), "harm", step.place);
}

/** What else than the scenario's own fault explains it. */
export const DESTROYED = {
  cause:
    "What holds the accounts was damaged: several requests wrote it at the same moment, or one that failed left it half written.",
  fix: "Write in a transaction, or one after the other, each time into a new file that then takes the place of the old.",
} as const;

function admitsBroken({ any }: Ending): boolean {
  return any.includes("broken");
}
