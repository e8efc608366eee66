import { defined } from "../../defined.ts";
import { covers, KNOBS, unsafeIn, type Knob, type Valuation } from "../../scenario/model/index.ts";
import type { Fit, Witness } from "./fit.ts";
import type { PolicyLine } from "./report.ts";
import { allows, knobsIn, solve } from "./solve.ts";

/** A line with the names of the checks that rest on it. */
export interface Resting extends Omit<PolicyLine, "checks" | "value"> {
  readonly knob: Knob;
  readonly value: string;
  readonly checks: ReadonlySet<string>;
}

/** A line for each knob of which what was seen leaves some value out. */
export function linesOf({ solution, witnesses }: Fit): readonly Resting[] {
  const leanings = witnesses.map(({ leaning }) => leaning);
  return knobsIn(leanings).flatMap((knob) => {
    const value = solution[knob];
    if (value === undefined) return [];
    const others = KNOBS[knob].filter((one) => one !== value);
    const or = others.filter((one) => solve(leanings, { [knob]: one }) !== null);
    if (or.length === others.length) return [];
    const resting = witnesses.filter((witness) =>
      others.some((one) => !allows(witness.leaning, { ...solution, [knob]: one })),
    );
    const doubt = doubtOf(resting, solution);
    return [
      {
        knob,
        value,
        declared: false,
        checks: new Set(resting.map(({ check }) => check)),
        or,
        ...dangerOf(knob, value),
        ...defined({ doubt }),
      },
    ];
  });
}

export function dangerOf(knob: Knob | "identity_key", value: string): { readonly unsafe?: string } {
  const [danger] = unsafeIn({ [knob]: value });
  return danger === undefined ? {} : { unsafe: danger.lets };
}

/** What else would look the same to every check that a line rests on. */
function doubtOf(resting: readonly Witness[], solution: Valuation): string | undefined {
  const doubts = resting.map(({ leaning: { good, sure, doubt } }) =>
    (sure ?? good).some((part) => covers(part, solution)) ? undefined : doubt,
  );
  return doubts.every((doubt) => doubt !== undefined) ? doubts[0] : undefined;
}
