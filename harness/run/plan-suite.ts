import { defined } from "../defined.ts";
import { makePlan, type Check } from "../plan/index.ts";
import { withheldFrom } from "./leave.ts";
import { namespaces, randomSeed } from "./namespaces.ts";
import type { RunOptions } from "./options.ts";

type Planned = Pick<
  RunOptions,
  "target" | "scenarios" | "select" | "tuples" | "seed" | "allowRemote" | "allowRemoteChanges"
>;

/** The checks that a run of this would have, under the same names; nothing is started. */
export function planSuite(options: Planned): readonly Check[] {
  const { target, scenarios, select, tuples, seed = randomSeed() } = options;
  const withheld = withheldFrom(target, options);
  return makePlan({ scenarios, target, select, mint: namespaces(seed), withheld, ...defined({ tuples }) }).checks;
}
