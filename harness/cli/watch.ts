import { resolve } from "node:path";
import { JitterbugError } from "../errors.ts";
import { pathFrom } from "../paths.ts";
import { count } from "../report/index.ts";
import { KeptWorld } from "../run/kept-world.ts";
import type { Scenario } from "../scenario/model/index.ts";
import type { CommandContext } from "./command.ts";
import { tellError } from "./error.ts";
import { print } from "./io.ts";
import { Saves } from "./saves.ts";

/** One run of `run --watch`: `about` leaves the scenarios that it is of. Resolves to its exit status. */
export type WatchedRun = (
  kept: KeptWorld,
  about: (scenarios: readonly Scenario[]) => readonly Scenario[],
) => Promise<number>;

/**
 * Runs once, and again for what is saved, with the SP and the identity providers kept up: a scenario file for its own
 * scenarios, a file of shared steps for those that use it, a people file for all, the target file with everything started anew. A fault of a file is told, and the next
 * save awaited; so is a file that is not there yet. Resolves to the last run's exit status once the process is asked to stop; Ctrl-C ends
 * it with 130 nevertheless, as whatever is interrupted.
 */
export async function watchRuns(
  context: CommandContext,
  targetFile: string,
  paths: readonly string[],
  run: WatchedRun,
): Promise<number> {
  const { io } = context;
  const { signal } = io;
  const watched = paths.map((path) => pathFrom(io.cwd, path));
  const saves = new Saves([targetFile, ...watched], signal);
  const kept = new KeptWorld();
  let status = 0;
  /** What the next run is of: saved since the last one that came to its end; null: everything. */
  let due: ReadonlySet<string> | null = null;
  try {
    while (!signal.aborted) {
      const ended = await told(context, () =>
        run(kept, (scenarios) => {
          saves.add(scenarios.flatMap((scenario) => sharedFiles(scenario, io.cwd)));
          return ofFiles(scenarios, due, io.cwd);
        }),
      );
      status = ended.status;
      if (signal.aborted) break;
      print(io.stdout, ["", waitingLine(paths)]);
      const saved = await saves.next();
      if (saved === null) break;
      const before: ReadonlySet<string> | null = ended.done ? new Set() : due;
      due = before === null || saved.has(targetFile) ? null : new Set([...before, ...saved]);
      if (saved.has(targetFile)) await kept.close();
    }
  } finally {
    saves.end();
    await kept.close();
  }
  return status;
}

/** Those of the files that were saved; all where what was saved has none of its own, as a people file. */
function ofFiles(scenarios: readonly Scenario[], saved: ReadonlySet<string> | null, cwd: string): readonly Scenario[] {
  if (saved === null) return scenarios;
  const filesOf = (scenario: Scenario): readonly string[] => [
    resolve(cwd, scenario.place.file),
    ...sharedFiles(scenario, cwd),
  ];
  const own = scenarios.filter((scenario) => filesOf(scenario).some((file) => saved.has(file)));
  const known = new Set(own.flatMap(filesOf));
  return [...saved].every((file) => known.has(file)) ? own : scenarios;
}

/** The files of shared steps that a scenario uses, by their absolute paths. */
function sharedFiles({ steps }: Scenario, cwd: string): readonly string[] {
  return steps.flatMap(({ place, used = [] }) =>
    used.length === 0 ? [] : [place, ...used.slice(0, -1)].map(({ file }) => resolve(cwd, file)),
  );
}

/** What is wrong with a file or with the SP is told, and may be mended by the next save. */
async function told(
  { io }: CommandContext,
  run: () => Promise<number>,
): Promise<{ readonly status: number; readonly done: boolean }> {
  try {
    return { status: await run(), done: true };
  } catch (error) {
    if (!(error instanceof JitterbugError)) throw error;
    return { status: tellError(error, io.stderr, Boolean(io.env["JITTERBUG_DEBUG"])), done: false };
  }
}

function waitingLine(paths: readonly string[]): string {
  const what = paths.length === 0 ? "The target file" : `${count(paths.length, "path")} and the target file`;
  const verb = paths.length === 0 ? "is" : "are";
  return `${what} ${verb} watched: save one to run again (the target file: with the SP started anew). Ctrl-C ends it.`;
}
