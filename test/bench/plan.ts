import { join } from "node:path";
import { makePlan } from "../../harness/plan/index.ts";
import type { Check } from "../../harness/plan/check.ts";
import { namespaces } from "../../harness/run/namespaces.ts";
import { loadScenarios, loadTarget } from "../../harness/scenario/index.ts";
import type { Scenario } from "../../harness/scenario/model/index.ts";
import { ROOT } from "./processes.ts";

export interface PlanFigures {
  readonly scenarios: number;
  readonly checks: number;
  /** Milliseconds of CPU, of each time. */
  readonly cpu_ms: readonly number[];
}

/** The shipped scenarios so many times over, each time under other ids, planned against the reference SP's target file. */
export function planFigures(fold: number, times: number): PlanFigures {
  const scenarios = folded(fold);
  const cpu_ms: number[] = [];
  let checks: readonly Check[] = [];
  for (let time = 0; time < times; time++) {
    const before = process.cpuUsage();
    checks = plan(scenarios);
    const { user, system } = process.cpuUsage(before);
    cpu_ms.push((user + system) / 1_000);
  }
  return { scenarios: scenarios.length, checks: checks.length, cpu_ms };
}

function plan(scenarios: readonly Scenario[]): readonly Check[] {
  const target = loadTarget(join(ROOT, "sp-reference/jitterbug.yaml"), { env: process.env });
  const mint = namespaces("bench");
  const select = { protocols: [], profiles: [], ids: [], tags: [], policies: [] };
  return makePlan({ scenarios, target, select, mint }).checks;
}

function folded(fold: number): readonly Scenario[] {
  const shipped = loadScenarios([join(ROOT, "scenarios")], { root: ROOT });
  return Array.from({ length: fold }, (_, at) =>
    shipped.map((one) => ({ ...one, id: at === 0 ? one.id : `${one.id}-${at}` })),
  ).flat();
}
