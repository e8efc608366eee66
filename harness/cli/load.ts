import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { defined } from "../defined.ts";
import { JitterbugError } from "../errors.ts";
import { statsOf } from "../files.ts";
import { pathFrom } from "../paths.ts";
import { secretsOf } from "../report/index.ts";
import {
  expandedSecrets,
  loadAll,
  loadByHand,
  loadIdps,
  loadPeople,
  loadScenarios,
  loadTarget,
} from "../scenario/index.ts";
import type { Person, Scenario, Target } from "../scenario/model/index.ts";
import type { CommandContext } from "./command.ts";
import { knownTo } from "./known.ts";
import { requireReferencePackages } from "./reference.ts";
import { shippedScenarios } from "./shipped.ts";

/** The file that is looked for beside an SP. */
export const TARGET_FILE = "jitterbug.yaml";

/** The target file that was asked for, itself or by its folder, or ./jitterbug.yaml. Throws ERR_USAGE where there is none. */
export function findTarget({ io }: CommandContext, asked: string | undefined): string {
  const path = pathFrom(io.cwd, asked ?? TARGET_FILE);
  const inside = statsOf(path)?.isDirectory() === true;
  const file = inside ? join(path, TARGET_FILE) : path;
  if (existsSync(file)) return file;
  const missing = inside ? `${asked ?? path} is a folder without a ${TARGET_FILE}` : `there is no file ${asked}`;
  throw new JitterbugError("ERR_USAGE", asked === undefined ? `there is no ${TARGET_FILE} here` : missing, {
    hint: "A target file says how to start, drive and observe your SP. Name one with --target FILE; docs/target-file.md shows how it is written, and `jitterbug demo` needs none.",
  });
}

/** As `findTarget`, but without a file of one's own the reference SP is good enough to look around. */
export function findTargetOrReference(context: CommandContext, asked: string | undefined): string {
  const own = resolve(context.io.cwd, TARGET_FILE);
  if (asked !== undefined || existsSync(own) || !existsSync(context.kit.referenceTarget))
    return findTarget(context, asked);
  return context.kit.referenceTarget;
}

/** A target file, in the shape of `profile`, and scenarios; the faults of all files are told together. Throws ERR_YAML, ERR_USAGE, ERR_MISSING_PACKAGE. */
export function loadRun(
  context: CommandContext,
  targetFile: string,
  paths: readonly string[],
  profile?: string,
): { readonly target: Target; readonly scenarios: readonly Scenario[] } {
  const { io, kit } = context;
  if (paths.length === 0)
    return { target: loadStartable(context, targetFile, profile), scenarios: loadScenarioFiles(context, []) };
  const { target, scenarios } = loadAll({
    targetFile,
    scenarioPaths: withKit(context, paths),
    root: io.cwd,
    env: io.env,
    known: knownTo(context),
    ...defined({ profile }),
  });
  if (target === undefined) throw new Error("a target file was asked for");
  keepSecrets(io, target);
  requireReferencePackages(kit, target, io.cwd);
  return { target, scenarios };
}

/** The target file of an SP that is about to be started. Throws ERR_YAML, ERR_MISSING_PACKAGE. */
export function loadStartable(context: CommandContext, file: string, profile?: string): Target {
  const target = loadTargetFile(context, file, profile);
  requireReferencePackages(context.kit, target, context.io.cwd);
  return target;
}

/** The same for who looks on by hand: it may lack `observe.accounts`. */
export function loadForLooking(context: CommandContext, file: string, profile?: string): Target {
  const { io, kit } = context;
  const target = loadByHand(file, { root: io.cwd, env: io.env, ...defined({ profile }) });
  keepSecrets(io, target);
  requireReferencePackages(kit, target, io.cwd);
  return target;
}

export function loadTargetFile({ io }: CommandContext, file: string, profile?: string): Target {
  const target = loadTarget(file, { root: io.cwd, env: io.env, ...defined({ profile }) });
  keepSecrets(io, target);
  return target;
}

/** As much of it as the IdPs alone need: `connections` is all that it must have. */
export function loadIdpsFile({ io }: CommandContext, file: string): Target {
  const target = loadIdps(file, { root: io.cwd, env: io.env });
  keepSecrets(io, target);
  return target;
}

/** From here on nothing that the target file holds in secret is printed or reported. */
function keepSecrets({ vault, env }: CommandContext["io"], target: Target): void {
  vault.learn(expandedSecrets(readFileSync(target.file, "utf8"), env));
  vault.learn(secretsOf(target));
}

/** Among paths `kit` is the kit's own scenarios, where it is no file: somebody's and the kit's make one run. */
export function withKit({ io, kit }: CommandContext, paths: readonly string[]): readonly string[] {
  return paths.map((path) => (path === "kit" && !existsSync(resolve(io.cwd, path)) ? kit.scenarios : path));
}

/** Scenarios of these paths, or those that the kit ships, whose places are told from the kit's own folder. */
export function loadScenarioFiles(context: CommandContext, paths: readonly string[]): readonly Scenario[] {
  const { io, kit } = context;
  if (paths.length === 0) return shippedScenarios(kit);
  const scenarios = loadScenarios(withKit(context, paths), { root: io.cwd, known: knownTo(context) });
  if (scenarios.length > 0) return scenarios;
  throw new JitterbugError("ERR_USAGE", `there is no scenario in ${paths.join(" and ")}`, {
    hint: "Name a scenario file, or a folder that holds some.",
  });
}

/** The people for login pages: asked for, else the target's own, else the kit's. */
export function loadPeopleFile(context: CommandContext, asked: string | undefined, target: Target): readonly Person[] {
  return loadPeople(findPeopleFile(context, asked, target)).people;
}

/** The absolute path of the same. */
export function findPeopleFile({ io, kit }: CommandContext, asked: string | undefined, target: Target): string {
  const own = target.idps.people === undefined ? kit.demoPeople : pathFrom(target.dir, target.idps.people);
  return asked === undefined ? own : pathFrom(io.cwd, asked);
}

/** Where the IdPs' keys and secrets are kept, beside the target file; null for a run that keeps none. */
export function stateFolder(target: Target, ephemeral: boolean | undefined): string | null {
  return ephemeral === true ? null : join(target.dir, ".jitterbug");
}
