import {
  covers,
  isUnsafeValue,
  KNOB_NAMES,
  KNOBS,
  knobsOf,
  type Knob,
  type KnobValues,
  type Valuation,
} from "../../scenario/model/index.ts";
import type { Leaning } from "../agreement.ts";

/** Every knob that some leanings speak of, in the order of the documentation. */
export function knobsIn(leanings: readonly Leaning[]): readonly Knob[] {
  const named = new Set(leanings.flatMap(({ rows }) => rows.flatMap(knobsOf)));
  return KNOB_NAMES.filter((knob) => named.has(knob));
}

/** Whether what was seen is lawful under a policy: a row that it reaches holds, or it reaches none. */
export function allows({ rows, good }: Leaning, valuation: Valuation): boolean {
  const fits = (part: KnobValues) => covers(part, valuation);
  return good.some(fits) || !rows.some(fits);
}

/** The values of a knob, what is no stated danger first. */
function preferred(knob: Knob): readonly string[] {
  const values: readonly string[] = KNOBS[knob];
  return [
    ...values.filter((value) => !isUnsafeValue(knob, value)),
    ...values.filter((value) => isUnsafeValue(knob, value)),
  ];
}

/**
 * The first policy, by preference, that fits all that was seen; null where none does. `fixed` is part of it. Values are
 * tried knob by knob, and a leaning is asked as soon as every knob that it speaks of has one.
 */
export function solve(leanings: readonly Leaning[], fixed: Valuation = {}): Valuation | null {
  const knobs = knobsIn(leanings);
  const due = knobs.map((_, index) => {
    const known = new Set(knobs.slice(0, index + 1));
    const last = knobs[index];
    return leanings.filter((leaning) => {
      const named = knobsIn([leaning]);
      return named.every((knob) => known.has(knob)) && (last === undefined || named.includes(last));
    });
  });
  const tryFrom = (index: number, sofar: Valuation): Valuation | null => {
    const knob = knobs[index];
    if (knob === undefined) return sofar;
    const values = fixed[knob] === undefined ? preferred(knob) : [fixed[knob]];
    for (const value of values) {
      const next = { ...sofar, [knob]: value };
      if (!(due[index] ?? []).every((leaning) => allows(leaning, next))) continue;
      const found = tryFrom(index + 1, next);
      if (found !== null) return found;
    }
    return null;
  };
  return leanings.some((leaning) => knobsIn([leaning]).length === 0 && leaning.good.length === 0)
    ? null
    : tryFrom(0, {});
}

/** Leanings that speak of common knobs, directly or through others: each group can be solved by itself. */
export function components<T extends { readonly leaning: Leaning }>(all: readonly T[]): readonly (readonly T[])[] {
  let groups: { readonly knobs: ReadonlySet<Knob>; readonly members: readonly T[] }[] = [];
  for (const one of all) {
    const knobs = new Set(knobsIn([one.leaning]));
    if (knobs.size === 0) continue;
    const touched = groups.filter((group) => [...knobs].some((knob) => group.knobs.has(knob)));
    const joined = {
      knobs: new Set([...touched.flatMap((group) => [...group.knobs]), ...knobs]),
      members: [...touched.flatMap(({ members }) => members), one],
    };
    groups = [...groups.filter((group) => !touched.includes(group)), joined];
  }
  return groups.map(({ members }) => members);
}
