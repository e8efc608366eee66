import { join } from "node:path";
import type { RunOptions, RunResult } from "../../harness/run/options.ts";
import type { RunEvent } from "../../harness/report/events.ts";
import { loadScenarios, loadTarget } from "../../harness/scenario/index.ts";
import { runAndJudgeAgain } from "./saved.ts";
import { Ground, HOSTILE, type HostileOptions } from "../faults/kit.ts";

export type CheckFinished = Extract<RunEvent, { type: "check_finished" }>;

export interface Seen {
  readonly result: RunResult;
  readonly events: readonly RunEvent[];
  readonly finished: readonly CheckFinished[];
}

type Changes = Partial<RunOptions> & { readonly on?: (event: RunEvent) => void | Promise<void> };

/** A run on the hostile SP, in this process, with everything that it tells. */
export async function runHostile(hostile: HostileOptions, { on, ...changes }: Changes = {}): Promise<Seen> {
  using ground = new Ground(hostile);
  const events: RunEvent[] = [];
  const witness: RunOptions["reporters"][number] = {
    name: "witness",
    on(event) {
      events.push(event);
      return on?.(event);
    },
  };
  const result = await runAndJudgeAgain({
    target: loadTarget(join(ground.dir, "jitterbug.yaml"), { env: {} }),
    scenarios: loadScenarios([HOSTILE], { root: HOSTILE }),
    select: { protocols: [], profiles: [], ids: [], tags: [], policies: [] },
    environment: process.env,
    jobs: 1,
    allowRemote: [],
    allowUnobservable: false,
    strictPolicy: false,
    stateDir: null,
    ...changes,
    reporters: [witness, ...(changes.reporters ?? [])],
  });
  return { result, events, finished: events.filter((event) => event.type === "check_finished") };
}

/** The verdict of each check by its fault. */
export function verdictsOf({ result }: Seen): { readonly [fault: string]: string } {
  return Object.fromEntries(result.checks.map(({ check, verdict }) => [check.connection, verdict.verdict]));
}
