import { isUnsafeValue, KNOBS, type Knob, type KnobValues, type Policy } from "../scenario/model/index.ts";

/** One value for each of some undeclared knobs. */
export type Valuation = { readonly [K in Knob]?: string };

export function knobsOf(when: KnobValues): readonly Knob[] {
  return Object.keys(when) as Knob[];
}

/** A row applies where each of its knobs is undeclared or declared with an admitted value. */
export function applies(when: KnobValues, declared: Policy): boolean {
  return knobsOf(when).every((knob) => {
    const value = declared[knob];
    return value === undefined || (when[knob] ?? []).includes(value);
  });
}

/** What of a row rests on knobs that are not declared. */
export function undeclaredPart(when: KnobValues, declared: Policy): KnobValues {
  return Object.fromEntries(
    knobsOf(when).flatMap((knob) => (declared[knob] === undefined ? [[knob, when[knob] ?? []]] : [])),
  );
}

export function covers(when: KnobValues, valuation: Valuation): boolean {
  return knobsOf(when).every((knob) => (when[knob] ?? []).includes(valuation[knob] ?? ""));
}

/** Every combination of values of these knobs. */
export function valuations(knobs: readonly Knob[]): readonly Valuation[] {
  return knobs.reduce<readonly Valuation[]>(
    (sofar, knob) => sofar.flatMap((valuation) => KNOBS[knob].map((value) => ({ ...valuation, [knob]: value }))),
    [{}],
  );
}

/** Whether a combination holds a value that is a stated danger. */
export function isUnsafe(valuation: Valuation): boolean {
  return (Object.keys(valuation) as Knob[]).some((knob) => isUnsafeValue(knob, valuation[knob]));
}

/** The lines to declare for a row: one for each combination of the values that it lists. */
export function declarations(part: KnobValues): readonly string[] {
  const combinations = knobsOf(part).reduce<readonly (readonly string[])[]>(
    (sofar, knob) => sofar.flatMap((pairs) => (part[knob] ?? []).map((value) => [...pairs, `${knob}: ${value}`])),
    [[]],
  );
  return combinations.map((pairs) => `policy: { ${pairs.join(", ")} }`);
}

/** `email_sync=off, link_by=never|username`: a row's condition, for a person. */
export function describeWhen(when: KnobValues): string {
  return knobsOf(when)
    .map((knob) => `${knob}=${(when[knob] ?? []).join("|")}`)
    .join(", ");
}

/**
 * The policy without its unsafe declarations: a table need not have rows for those, and then the SP is held to what
 * is lawful of the rest. The same object where there are none.
 */
export function withoutUnsafe(declared: Policy): Policy {
  const safe = Object.entries(declared).filter(([knob, value]) => !isUnsafe({ [knob]: value }));
  return safe.length === Object.keys(declared).length ? declared : Object.fromEntries(safe);
}
