import { covers, describeWhen, knobsOf, type KnobValues } from "../scenario/model/index.ts";
import { notHeld, type Ruling } from "./ruling.ts";
import { valuations } from "./valuations.ts";

/** What a table says of an undeclared policy: which of its values it speaks of, and which of them what was seen fits. */
export interface Leaning {
  /** The undeclared part of each row that applies. */
  readonly rows: readonly KnobValues[];
  /** Of those that hold. */
  readonly good: readonly KnobValues[];
  /** Of those, the ones that what was seen tells for certain; left out: all of them. */
  readonly sure?: readonly KnobValues[];
  /** What else would look the same as the others. */
  readonly doubt?: string;
}

/**
 * An undeclared policy is one policy all through a row of `each`: where no combination of values fits all that was
 * seen, nothing that could be declared would make it lawful. Null while one does.
 */
export function judgeAgreement(leanings: readonly Leaning[]): Ruling | null {
  const knobs = [...new Set(leanings.flatMap(({ rows }) => rows.flatMap(knobsOf)))];
  const agreed = valuations(knobs).some((valuation) =>
    leanings.every(({ rows, good }) => {
      const fits = (part: KnobValues) => covers(part, valuation);
      return good.some(fits) || !rows.some(fits);
    }),
  );
  if (agreed) return null;
  const told = leanings.filter(({ good }) => good.every((part) => knobsOf(part).length > 0));
  const seen = [...new Set(told.map(({ good }) => good.map(describeWhen).join(" or ")))];
  return notHeld(`one policy all through (${knobs.join(", ")})`, seen.join("; then "));
}
