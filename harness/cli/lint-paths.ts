import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { JitterbugError } from "../errors.ts";
import type { Fault } from "../errors.ts";
import { statsOf } from "../files.ts";
import { pathFrom } from "../paths.ts";
import { count } from "../report/index.ts";
import {
  kindOfFile,
  lint,
  loadKnownFailures,
  loadPeople,
  loadScenarios,
  loadShared,
  notes,
} from "../scenario/index.ts";
import { BASELINE_FILE, reckoningFor } from "./baseline.ts";
import type { FileKind } from "../scenario/index.ts";
import type { CommandContext } from "./command.ts";
import { knownTo } from "./known.ts";
import { TARGET_FILE, withKit } from "./load.ts";
import { ownScenarios } from "./write-scenario.ts";

/** How many files of each kind were looked at. */
export interface Linted {
  readonly targets: number;
  readonly people: number;
  readonly shared: number;
  readonly baselines: number;
  readonly scenarios: number;
  /** What is no fault, and may surprise. */
  readonly notes: readonly Fault[];
}

/** Looks at every file of every kind before it tells anything. Throws ERR_YAML with all faults, ERR_USAGE. */
export function lintPaths(context: CommandContext, paths: readonly string[]): Linted {
  const { io, kit } = context;
  const asked =
    paths.length === 0
      ? [...[TARGET_FILE, BASELINE_FILE].filter((file) => existsSync(resolve(io.cwd, file))), kit.scenarios]
      : withKit(context, paths);
  const own = paths.length === 0 ? ownFolder(context) : [];
  const root = paths.length === 0 ? kit.root : io.cwd;
  const absolute = asked.map((path) => pathFrom(io.cwd, path));
  const targets = absolute.flatMap(targetFiles);
  const people = absolute.filter((path) => kindOf(path) === "people");
  const shared = absolute.filter((path) => kindOf(path) === "shared");
  const baselines = absolute.flatMap(baselineFiles);
  const others = [...targets, ...people, ...shared, ...baselines];
  const rest = absolute.filter((path) => !others.includes(path));
  const load = () => [...loadScenarios(own, { root: io.cwd }), ...loadScenarios(rest, { root })];
  const knownFailures = (file: string) =>
    loadKnownFailures(file, { root: io.cwd, reckoning: reckoningFor(context, load()) });
  const faults = [
    ...targets.flatMap((targetFile) => lint({ targetFile, scenarioPaths: [], root: io.cwd, env: io.env })),
    ...people.flatMap((file) => faultsOf(() => loadPeople(file, { root: io.cwd }))),
    ...shared.flatMap((file) => faultsOf(() => loadShared(file, { root: io.cwd }))),
    ...baselines.flatMap((file) => faultsOf(() => knownFailures(file))),
    ...lint({ scenarioPaths: own, root: io.cwd, env: io.env, known: knownTo(context) }),
    ...lint({ scenarioPaths: rest, root, env: io.env, known: knownTo(context) }),
  ];
  if (faults.length > 0) {
    const files = new Set(faults.map(({ place }) => place.file)).size;
    throw new JitterbugError("ERR_YAML", `${count(faults.length, "fault")} in ${count(files, "file")}`, { faults });
  }
  const told = targets.flatMap((file) => notes(file, { root: io.cwd, env: io.env }));
  const scenarios = load().length;
  const linted = {
    targets: targets.length,
    people: people.length,
    shared: shared.length,
    baselines: baselines.length,
    scenarios,
    notes: told,
  };
  if (others.length + scenarios > 0) return linted;
  throw new JitterbugError("ERR_USAGE", `there is nothing to look at in ${asked.join(" and ")}`, {
    hint: "Name a YAML file, or a folder that holds some.",
  });
}

/** Where `new` writes, if a scenario is there: others have folders of that name, too. */
function ownFolder(context: CommandContext): readonly string[] {
  const folder = pathFrom(context.io.cwd, ownScenarios(context));
  if (statsOf(folder)?.isDirectory() !== true) return [];
  const isScenario = (file: string) =>
    /\.ya?ml$/.test(file) && statsOf(file)?.isFile() === true && /^(?:steps|given):/m.test(readFileSync(file, "utf8"));
  return readdirSync(folder, { recursive: true, encoding: "utf8" }).some((file) => isScenario(join(folder, file)))
    ? [folder]
    : [];
}

/** The path itself, or the target file that lies in the folder. */
function targetFiles(path: string): readonly string[] {
  const kind = kindOf(path);
  if (kind === "target") return [path];
  const inside = join(path, TARGET_FILE);
  return kind === "folder" && existsSync(inside) ? [inside] : [];
}

/** The path itself, or the baseline that lies in the folder. */
function baselineFiles(path: string): readonly string[] {
  const kind = kindOf(path);
  if (kind === "baseline") return [path];
  const inside = join(path, BASELINE_FILE);
  return kind === "folder" && existsSync(inside) ? [inside] : [];
}

/** What is not there, or says nothing of itself, is told of as a scenario. */
function kindOf(path: string): "folder" | FileKind {
  if (statsOf(path)?.isDirectory() === true) return "folder";
  return existsSync(path) ? (kindOfFile(path) ?? "scenario") : "scenario";
}

function faultsOf(load: () => unknown): readonly Fault[] {
  try {
    load();
    return [];
  } catch (error) {
    if (error instanceof JitterbugError && error.faults.length > 0) return error.faults;
    throw error;
  }
}
