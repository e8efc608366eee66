import { makePlan, type Check, type Withheld } from "../plan/index.ts";
import type { Scenario, Target } from "../scenario/model/index.ts";
import { namespaces } from "./namespaces.ts";

/** Checks that a run will not be able to judge, for one and the same reason. */
interface Unseen {
  readonly reason: string;
  readonly checks: readonly string[];
  /** What the target file could show or do: `roles in observe.accounts`, `seed.account`. */
  readonly lacks: readonly string[];
}

export interface Foresight {
  /** How many checks a run would have. */
  readonly planned: number;
  /** The most frequent reason first. */
  readonly unobservable: readonly Unseen[];
}

/** What a run of these scenarios will not see, and why: known before anything is driven. */
export function foresee(scenarios: readonly Scenario[], target: Target, withheld: Withheld): Foresight {
  const mint = namespaces("doctor");
  let minted = 0;
  const select = { protocols: [], profiles: [], ids: [], tags: [], policies: [] };
  const { checks } = makePlan({ scenarios, target, select, mint: () => mint(minted++), withheld });
  const unseen = checks.filter(({ settled }) => settled?.verdict === "unobservable");
  const folded = Map.groupBy(unseen, ({ settled }) => settled?.reason ?? "");
  const unobservable = [...folded].map(([reason, all]) => ({ reason, checks: namesOf(all), lacks: lacksOf(all) }));
  return { planned: checks.length, unobservable: unobservable.toSorted((a, b) => b.checks.length - a.checks.length) };
}

function namesOf(checks: readonly Check[]): readonly string[] {
  return checks.map(({ name }) => name);
}

function lacksOf(checks: readonly Check[]): readonly string[] {
  return [...new Set(checks.flatMap(({ settled }) => settled?.lacks ?? []))];
}
