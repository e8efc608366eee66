import { KNOB_NAMES, type Knob, type Policy } from "../../scenario/model/index.ts";
import type { Check } from "../../plan/check.ts";
import type { Declared } from "../../plan/declared.ts";
import type { CheckVerdict, Verdict } from "../verdict.ts";

export interface JudgedCheck {
  readonly check: Check;
  readonly verdict: CheckVerdict;
}

/** A verdict that says something of the SP. */
const TELLING: readonly Verdict[] = ["passed", "failed", "warned", "observed"];

export function isTelling({ check, verdict }: JudgedCheck): boolean {
  return check.settled === undefined && TELLING.includes(verdict.verdict);
}

/** Whether a check looked at what its connection declares for a knob: a row turns on it, or it is for such SPs. */
export function looksAt({ check }: JudgedCheck, knob: Knob, value: string): boolean {
  if (check.declared[knob] !== value) return false;
  const { policy, saml } = check.scenario.require;
  const demanded = { ...policy, ...(check.protocol === "saml" ? saml : {}) };
  return Object.hasOwn(check.policy, knob) || demanded[knob]?.includes(value) === true;
}

/** Values that a target declares anywhere and that no check looked at. */
export function unlooked(declared: Declared, judged: readonly JudgedCheck[]): readonly { knob: Knob; value: string }[] {
  const telling = judged.filter(isTelling);
  return KNOB_NAMES.flatMap((knob) =>
    valuesOf(declared, knob)
      .filter((value) => !telling.some((one) => looksAt(one, knob, value)))
      .map((value) => ({ knob, value })),
  );
}

/** Connections at which nothing was driven. */
export function undriven({ connections }: Declared, judged: readonly JudgedCheck[]): readonly string[] {
  const used = new Set(
    judged.flatMap(({ check }) => (check.settled === undefined ? check.connections.map(({ name }) => name) : [])),
  );
  return connections.map(({ name }) => name).filter((name) => !used.has(name));
}

function valuesOf({ policy, organizations, connections }: Declared, knob: Knob): readonly string[] {
  const policies: readonly Policy[] = [policy, ...[...organizations, ...connections].map((one) => one.policy)];
  return [...new Set(policies.flatMap((one) => one[knob] ?? []))];
}
