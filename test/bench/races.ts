import { join } from "node:path";
import { driveCheck } from "../../harness/drive/index.ts";
import { judgeCheck } from "../../harness/judge/index.ts";
import { makePlan } from "../../harness/plan/index.ts";
import { namespaces, randomSeed } from "../../harness/run/namespaces.ts";
import { openWorld } from "../../harness/run/open-world.ts";
import { Teardown } from "../../harness/run/teardown.ts";
import { loadScenarios, loadTarget } from "../../harness/scenario/index.ts";
import type { Scenario } from "../../harness/scenario/model/index.ts";
import { ROOT } from "./processes.ts";

export interface RaceFigures {
  /** The check's own name: of the scenario, the protocol and the policy. */
  readonly name: string;
  readonly times: number;
  /** Verdict -> how often it came. */
  readonly verdicts: { readonly [verdict: string]: number };
}

/** The scenarios in which two things happen at the same moment, each with the defect that it kills. */
export const RACES: readonly Race[] = loadScenarios([join(ROOT, "scenarios")], { root: ROOT })
  .filter(({ id }) => id.startsWith("conc-"))
  .map((scenario) => ({ scenario, defect: scenario.killed_by[0] ?? "" }));

export interface Race {
  readonly scenario: Scenario;
  readonly defect: string;
}

/**
 * Drives and judges a race again and again on one running SP, each time with new people: by each protocol, where the
 * target is plainest.
 * @param spoiled whether the SP has the race's defect; otherwise it is the lawful one
 */
export async function race(
  { scenario, defect }: Race,
  times: number,
  spoiled: boolean,
): Promise<readonly RaceFigures[]> {
  const teardown = new Teardown();
  try {
    const target = loadTarget(join(ROOT, "sp-reference/jitterbug.yaml"), { env: process.env });
    const env = spoiled ? { [target.defects?.env ?? ""]: defect } : {};
    const stateDir = join(target.dir, ".jitterbug");
    const world = await openWorld({ target, environment: process.env, env, allowRemote: [], stateDir }, teardown);
    const mint = namespaces(randomSeed());
    let minted = 0;
    const select = { protocols: [], profiles: [], ids: [], tags: [], policies: [] };
    const plan = () =>
      makePlan({ scenarios: [scenario], target: world.target, select, mint: () => mint(minted++) }).checks;
    const figures: RaceFigures[] = [];
    // What the plan settled is driven nowhere.
    const driven = Map.groupBy(
      plan().filter(({ settled }) => settled === undefined),
      ({ protocol }) => protocol,
    );
    for (const name of [...driven.values()].flatMap(([plainest]) => (plainest === undefined ? [] : [plainest.name]))) {
      const verdicts: Record<string, number> = {};
      for (let time = 0; time < times; time++) {
        const check = plan().find((one) => one.name === name);
        if (check === undefined) throw new Error(`no check ${name}`);
        const { verdict } = judgeCheck(check, await driveCheck(check, world), { strictPolicy: false });
        verdicts[verdict] = (verdicts[verdict] ?? 0) + 1;
      }
      figures.push({ name, times, verdicts });
    }
    return figures;
  } finally {
    await teardown.run();
  }
}
