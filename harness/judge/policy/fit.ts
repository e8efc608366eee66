import { describeWhen, knobsOf, type Knob, type Valuation } from "../../scenario/model/index.ts";
import type { Leaning } from "../agreement.ts";
import type { Contradiction } from "./report.ts";
import { components, knobsIn, solve } from "./solve.ts";

/** What one check said of the policy that its connection does not declare. */
export interface Witness {
  /** The check's name. */
  readonly check: string;
  readonly connection: string;
  readonly organization: string;
  readonly leaning: Leaning;
}

/** Where a policy holds; neither: everywhere. */
export interface Scope {
  readonly organization: string | null;
  readonly connection: string | null;
}

/** A policy for some knobs that fits what all the witnesses of a scope say of them. */
export interface Fit {
  readonly scope: Scope;
  readonly solution: Valuation;
  readonly witnesses: readonly Witness[];
}

export interface Fitted {
  readonly fits: readonly Fit[];
  readonly contradictions: readonly Contradiction[];
}

const LEVELS: readonly ((witness: Witness) => Scope)[] = [
  () => ({ organization: null, connection: null }),
  ({ organization }) => ({ organization, connection: null }),
  ({ organization, connection }) => ({ organization, connection }),
];

/**
 * One policy for all where there is one; else one for each organization, else for each connection. Where not even one
 * connection agrees with itself, that is a contradiction.
 */
export function fit(witnesses: readonly Witness[], level = 0): Fitted {
  const scopeOf = LEVELS[level];
  if (scopeOf === undefined) return { fits: [], contradictions: components(witnesses).map(contradiction) };
  const groups = Map.groupBy(witnesses, (witness) => JSON.stringify(scopeOf(witness)));
  const fitted = [...groups.values()].flatMap(components).map((members): Fitted => {
    const solution = solve(members.map(({ leaning }) => leaning));
    const [first] = members;
    if (solution === null || first === undefined) return fit(members, level + 1);
    return { fits: [{ scope: scopeOf(first), solution, witnesses: members }], contradictions: [] };
  });
  return {
    fits: fitted.flatMap(({ fits }) => fits),
    contradictions: fitted.flatMap(({ contradictions }) => contradictions),
  };
}

/** With each witness taken away that is not needed for it, so that what is told is what does not fit. */
function contradiction(witnesses: readonly Witness[]): Contradiction {
  let left = witnesses;
  for (const witness of witnesses) {
    const without = left.filter((other) => other !== witness);
    if (solve(without.map(({ leaning }) => leaning)) === null) left = without;
  }
  const knobs: readonly Knob[] = knobsIn(left.map(({ leaning }) => leaning));
  const named = Map.groupBy(left, ({ check }) => check);
  return {
    connection: left[0]?.connection ?? "",
    knobs,
    checks: [...named].map(([name, said]) => ({ name, saw: [...new Set(said.map(seen))].join("; then ") })),
  };
}

function seen({ leaning: { good } }: Witness): string {
  const parts = [...new Set(good.filter((part) => knobsOf(part).length > 0).map(describeWhen))];
  return parts.join(" or ");
}
