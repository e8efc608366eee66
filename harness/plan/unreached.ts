import {
  covers,
  describeWhen,
  knobsOf,
  type KnobValues,
  type Protocol,
  type Scenario,
} from "../scenario/model/index.ts";
import { rowsOf } from "./knobs.ts";
import type { Offer } from "./offer.ts";

/**
 * What of a scenario's tables no connection reaches: values that none declares (`email_sync=on`), and rows whose
 * values are declared, but never together.
 */
export function unreached(scenario: Scenario, protocol: Protocol, offers: readonly Offer[]): readonly string[] {
  const { not } = scenario.require;
  const welcome = (when: KnobValues) =>
    knobsOf(when).every((knob) => (when[knob] ?? []).some((value) => !not[knob]?.includes(value)));
  // What the scenario is not about where it is declared stands in a row for those that declare nothing.
  const rows = rowsOf(scenario, protocol)
    .map(({ when }) => when)
    .filter(welcome);
  const values = rows.flatMap((when) =>
    knobsOf(when).flatMap((knob) => (when[knob] ?? []).map((value) => ({ knob, value }))),
  );
  const missing = values.filter(({ knob, value }) => !offers.some(({ policy }) => policy[knob] === value));
  const apart = rows.filter(
    (when) => !isMet(when, offers) && knobsOf(when).every((knob) => isMet({ [knob]: when[knob] ?? [] }, offers)),
  );
  return [...new Set([...missing.map(({ knob, value }) => `${knob}=${value}`), ...apart.map(describeWhen)])];
}

function isMet(when: KnobValues, offers: readonly Offer[]): boolean {
  return offers.some(({ policy }) => covers(when, policy));
}
