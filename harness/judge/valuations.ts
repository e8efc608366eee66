import {
  isUnsafeValue,
  KNOBS,
  knobsOf,
  type Knob,
  type KnobValues,
  type Policy,
  type Valuation,
} from "../scenario/model/index.ts";

/** Every combination of values of these knobs. */
export function valuations(knobs: readonly Knob[]): readonly Valuation[] {
  return knobs.reduce<readonly Valuation[]>(
    (sofar, knob) => sofar.flatMap((valuation) => KNOBS[knob].map((value) => ({ ...valuation, [knob]: value }))),
    [{}],
  );
}

/** Whether a combination holds a value that is a stated danger. */
export function isUnsafe(valuation: Valuation): boolean {
  return knobsOf(valuation).some((knob) => isUnsafeValue(knob, valuation[knob]));
}

/** The lines to declare for a row: one for each combination of the values that it lists. */
export function declarations(part: KnobValues): readonly string[] {
  const combinations = knobsOf(part).reduce<readonly (readonly string[])[]>(
    (sofar, knob) => sofar.flatMap((pairs) => (part[knob] ?? []).map((value) => [...pairs, `${knob}: ${value}`])),
    [[]],
  );
  return combinations.map((pairs) => `policy: { ${pairs.join(", ")} }`);
}

/**
 * The policy without its unsafe declarations: a table need not have rows for those, and then the SP is held to what
 * is lawful of the rest. The same object where there are none.
 */
export function withoutUnsafe(declared: Policy): Policy {
  const safe = Object.entries(declared).filter(([knob, value]) => !isUnsafe({ [knob]: value }));
  return safe.length === Object.keys(declared).length ? declared : Object.fromEntries(safe);
}
