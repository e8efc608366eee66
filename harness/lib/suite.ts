import { availableParallelism } from "node:os";
import { join, resolve } from "node:path";
import { cwd, env } from "node:process";
import { findKit } from "../cli/kit.ts";
import { shippedScenarios } from "../cli/shipped.ts";
import { defined } from "../defined.ts";
import type { RunOptions as SuiteOptions } from "../run/options.ts";
import { loadKnownFailures, loadScenarios } from "../scenario/index.ts";
import type { RunOptions } from "./run.ts";
import { readTarget } from "./target.ts";

/** The same run as the engine is asked for it. Throws JitterbugError ERR_YAML, ERR_USAGE. */
export function suiteOf(options: RunOptions, reporters: SuiteOptions["reporters"]): SuiteOptions {
  const target = readTarget(options.target);
  const { ids = [], protocols = [], tags = [] } = options;
  const shipped = shippedScenarios(findKit());
  const scenarios = options.scenarios === undefined ? shipped : read(options.scenarios);
  return {
    target,
    scenarios,
    select: { protocols, profiles: [], ids, tags, policies: [] },
    whole: options.scenarios === undefined && [ids, protocols, tags].every(({ length }) => length === 0),
    jobs: options.jobs ?? availableParallelism(),
    environment: env,
    reporters,
    allowRemote: options.allowRemote ?? [],
    ...defined({
      allowRemoteChanges: options.allowRemoteChanges,
      allowNothing: options.allowNothing,
      seed: options.seed,
      signal: options.signal,
      known: options.baseline === undefined ? undefined : knownFailures(options.baseline, [...scenarios, ...shipped]),
    }),
    allowUnobservable: options.allowUnobservable ?? false,
    strictPolicy: options.strictPolicy ?? false,
    stateDir: options.keep === true ? join(target.dir, ".jitterbug") : null,
  };
}

function read(paths: readonly string[]): SuiteOptions["scenarios"] {
  return loadScenarios(
    paths.map((path) => resolve(path)),
    { root: cwd() },
  );
}

function knownFailures(file: string, scenarios: SuiteOptions["scenarios"]): NonNullable<SuiteOptions["known"]> {
  const ids = [...new Set(scenarios.map(({ id }) => id))];
  const today = new Date().toISOString().slice(0, 10);
  return loadKnownFailures(resolve(file), { root: cwd(), reckoning: { today, ids } });
}
