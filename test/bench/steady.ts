import { availableParallelism, tmpdir } from "node:os";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { timed } from "./processes.ts";

export interface Steadiness {
  readonly runs: number;
  readonly checks: number;
  /** Checks whose verdict was not the same in every run: name -> the verdicts that came. */
  readonly unsteady: { readonly [check: string]: readonly string[] };
  readonly statuses: readonly (number | null)[];
}

/**
 * The conformance run again and again; `loaded` keeps every core busy with something else meanwhile.
 * @param shard `1/3`: a third of the scenarios; left out: all
 */
export async function steadiness(runs: number, jobs: number, loaded: boolean, shard?: string): Promise<Steadiness> {
  const dir = mkdtempSync(join(tmpdir(), "jitterbug-steady-"));
  const busy = loaded
    ? Array.from({ length: availableParallelism() }, () => new Worker("for (;;) Math.random();", { eval: true }))
    : [];
  try {
    const seen = new Map<string, Set<string>>();
    const statuses: (number | null)[] = [];
    for (let run = 0; run < runs; run++) {
      const file = join(dir, `${run}.json`);
      const args = [
        "run",
        "--target",
        "sp-reference/jitterbug.yaml",
        "--jobs",
        String(jobs),
        ...(shard === undefined ? [] : ["--shard", shard]),
        "--report",
        `json=${file}`,
      ];
      statuses.push((await timed(["harness/bin/jitterbug.js", ...args], /$^/, false)).status);
      const { checks } = JSON.parse(readFileSync(file, "utf8")) as {
        checks: readonly { name: string; verdict: string }[];
      };
      for (const { name, verdict } of checks) seen.set(name, (seen.get(name) ?? new Set()).add(verdict));
    }
    const unsteady = Object.fromEntries(
      [...seen].filter(([, verdicts]) => verdicts.size > 1).map(([name, verdicts]) => [name, [...verdicts]]),
    );
    return { runs, checks: seen.size, unsteady, statuses };
  } finally {
    await Promise.all(busy.map((worker) => worker.terminate()));
    rmSync(dir, { recursive: true, force: true });
  }
}
