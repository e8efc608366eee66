/** What is asked of a condition on the policy: of the `when` of a row, or of what a scenario requires. */
import type { Knob } from "./knobs.ts";
import type { KnobValues, Policy } from "./policy.ts";

/** One value for each of some knobs. */
export type Valuation = { readonly [K in Knob]?: string };

/** The knobs that it names. */
export function knobsOf(when: KnobValues | Valuation): readonly Knob[] {
  return Object.keys(when) as Knob[];
}

/** Whether every knob that it names has an admitted value. */
export function covers(when: KnobValues, valuation: Valuation): boolean {
  return knobsOf(when).every((knob) => (when[knob] ?? []).includes(valuation[knob] ?? ""));
}

/** Whether every knob that it names is undeclared, or declared with an admitted value. */
export function applies(when: KnobValues, declared: Policy): boolean {
  return knobsOf(when).every((knob) => {
    const value = declared[knob];
    return value === undefined || (when[knob] ?? []).includes(value);
  });
}

/** What of it rests on knobs that are not declared. */
export function undeclaredPart(when: KnobValues, declared: Policy): KnobValues {
  return Object.fromEntries(
    knobsOf(when).flatMap((knob) => (declared[knob] === undefined ? [[knob, when[knob] ?? []]] : [])),
  );
}

/** `email_sync=off, link_by=never|username`. */
export function describeWhen(when: KnobValues): string {
  return knobsOf(when)
    .map((knob) => `${knob}=${(when[knob] ?? []).join("|")}`)
    .join(", ");
}

/** `email_sync is off`, `link_by is never or username`; `verb`: `is`, or `is not`. */
export function conditionsInWords(
  when: { readonly [knob: string]: readonly string[] | undefined },
  verb = "is",
): readonly string[] {
  return Object.entries(when).map(([knob, values = []]) => `${knob} ${verb} ${values.join(" or ")}`);
}
