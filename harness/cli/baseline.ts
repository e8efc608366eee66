import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { JitterbugError } from "../errors.ts";
import { pathFrom } from "../paths.ts";
import { count, visible } from "../report/index.ts";
import { changeOf } from "../run/known.ts";
import type { RunResult } from "../run/options.ts";
import { loadKnownFailures, rewriteKnownFailures, type NewFailure, type Reckoning } from "../scenario/index.ts";
import type { KnownFailure, Scenario } from "../scenario/model/index.ts";
import type { CommandContext } from "./command.ts";
import { print } from "./io.ts";
import { replaceFile } from "./replace.ts";
import { shippedScenarios } from "./shipped.ts";

/** What is looked for beside a target file. */
export const BASELINE_FILE = "jitterbug.baseline.yaml";

/** As commander gives them. */
export interface BaselineFlags {
  /** False: --no-baseline. */
  readonly baseline?: string | false;
  readonly updateBaseline?: boolean;
}

/** A baseline of a run; `file` may be about to be written. */
export interface Baseline {
  readonly file: string;
  readonly known: readonly KnownFailure[];
}

/** How long a new entry counts, if nobody writes another day. */
const DAYS = 90;

/** The baseline that was asked for, or that lies beside the target file; null where there is none. Throws ERR_YAML, ERR_USAGE. */
export function findBaseline(
  context: CommandContext,
  flags: BaselineFlags,
  targetFile: string,
  scenarios: readonly Scenario[],
): Baseline | null {
  const { io } = context;
  const update = flags.updateBaseline === true;
  if (flags.baseline === false) {
    if (!update) return null;
    throw new JitterbugError("ERR_USAGE", "--update-baseline writes what --no-baseline leaves out", {
      hint: "Name one of the two.",
    });
  }
  const file =
    flags.baseline === undefined ? join(dirname(targetFile), BASELINE_FILE) : pathFrom(io.cwd, flags.baseline);
  if (!existsSync(file)) {
    if (update) return { file, known: [] };
    if (flags.baseline === undefined) return null;
    throw new JitterbugError("ERR_USAGE", `there is no file ${flags.baseline}`, {
      hint: "`jitterbug run --update-baseline` writes one.",
    });
  }
  const reckoning = reckoningFor(context, scenarios);
  // What has expired may be what is about to be taken out.
  return {
    file,
    known: loadKnownFailures(file, { root: io.cwd, reckoning: update ? { ...reckoning, today: null } : reckoning }),
  };
}

/** What a baseline is held to, today: the scenarios that the kit ships are there whichever are run. */
export function reckoningFor({ kit }: CommandContext, scenarios: readonly Scenario[]): Reckoning {
  const ids = [...scenarios, ...shippedScenarios(kit)].map(({ id }) => id);
  return { today: dayIn(0), ids: [...new Set(ids)] };
}

/**
 * Writes what a run showed: what no longer holds goes, what is new comes, each with the reason that somebody gives.
 * `whole`: every check was wanted. Gives the status with which the run ends: 0 where all that failed has its reason now.
 * Throws ERR_STATE.
 */
export async function updateBaseline(
  { io }: CommandContext,
  { file, known }: Baseline,
  result: RunResult,
  whole: boolean,
): Promise<number> {
  const name = visible(relative(io.cwd, file) || file);
  if (result.partial || result.exitStatus > 1) {
    print(io.stdout, ["", `  ${name} was left as it is: the run did not come to its end.`]);
    return result.exitStatus;
  }
  const { gone, news, beyond } = changeOf(known, result, { whole, today: dayIn(0), expires: dayIn(DAYS) });
  const added = await withReasons(io, news);
  if (gone.length + added.length === 0) {
    print(io.stdout, ["", `  ${name} is as it was: nothing is new.`]);
    return news.length + beyond === 0 ? 0 : 1;
  }
  await replaceFile(file, rewriteKnownFailures(existsSync(file) ? readFileSync(file, "utf8") : null, gone, added));
  const mute = added.filter(({ reason }) => reason === "").length;
  print(io.stdout, [
    "",
    `  ${name}: ${count(added.length, "failure")} added, ${gone.length} taken out.`,
    ...(mute === 0 ? [] : ["  Write why behind each empty `reason`: until then the file is refused."]),
  ]);
  return added.length === news.length && mute + beyond === 0 ? 0 : 1;
}

/** Asks whoever is there; what gets no reason at a terminal is left out. */
async function withReasons(io: CommandContext["io"], added: readonly NewFailure[]): Promise<readonly NewFailure[]> {
  const prompt = added.length === 0 ? null : io.prompt();
  if (prompt === null) return added;
  try {
    const answered: NewFailure[] = [];
    for (const entry of added) {
      const which = [entry.id, entry.protocol, entry.profile].filter((word) => word !== undefined).join(", ");
      const reason = await prompt.ask(`Why is ${visible(which)} let fail until ${entry.expires}? (empty: it is not) `);
      if (reason !== "") answered.push({ ...entry, reason });
    }
    return answered;
  } finally {
    prompt.close();
  }
}

/** In so many days, as 2027-02-28, UTC. */
function dayIn(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
}
