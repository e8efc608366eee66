import { join } from "node:path";
import { driveCheck } from "../../harness/drive/index.ts";
import { judgeCheck } from "../../harness/judge/index.ts";
import { makePlan } from "../../harness/plan/index.ts";
import { namespaces, randomSeed } from "../../harness/run/namespaces.ts";
import { openWorld } from "../../harness/run/open-world.ts";
import { Teardown } from "../../harness/run/teardown.ts";
import { loadScenarios, loadTarget } from "../../harness/scenario/index.ts";
import { ROOT } from "./processes.ts";

export interface RaceFigures {
  readonly protocol: string;
  readonly times: number;
  /** Verdict -> how often it came. */
  readonly verdicts: { readonly [verdict: string]: number };
}

/** Drives and judges conc-first again and again on one running SP, each time with new people. */
export async function races(times: number, defect: string | null): Promise<readonly RaceFigures[]> {
  const teardown = new Teardown();
  try {
    const target = loadTarget(join(ROOT, "sp-reference/jitterbug.yaml"), { env: process.env });
    const env = defect === null ? {} : { [target.defects?.env ?? ""]: defect };
    const stateDir = join(target.dir, ".jitterbug");
    const world = await openWorld({ target, environment: process.env, env, allowRemote: [], stateDir }, teardown);
    const scenarios = loadScenarios([join(ROOT, "scenarios/repeat/conc-first.yaml")], { root: ROOT });
    const mint = namespaces(randomSeed());
    let minted = 0;
    const select = { protocols: [], profiles: [], ids: [], tags: [], policies: [] };
    const plan = () => makePlan({ scenarios, target: world.target, select, mint: () => mint(minted++) }).checks;
    const figures: RaceFigures[] = [];
    // What the plan settled is driven nowhere.
    for (const { name, protocol } of plan().filter(({ settled }) => settled === undefined)) {
      const verdicts: Record<string, number> = {};
      for (let time = 0; time < times; time++) {
        const check = plan().find((one) => one.name === name);
        if (check === undefined) throw new Error(`no check ${name}`);
        const { verdict } = judgeCheck(check, await driveCheck(check, world), { strictPolicy: false });
        verdicts[verdict] = (verdicts[verdict] ?? 0) + 1;
      }
      figures.push({ protocol, times, verdicts });
    }
    return figures;
  } finally {
    await teardown.run();
  }
}
