import { availableParallelism } from "node:os";
import { Option } from "commander";
import { defined } from "../../defined.ts";
import { JitterbugError } from "../../errors.ts";
import { pathFrom } from "../../paths.ts";
import { createListReporter, createSaver } from "../../report/index.ts";
import type { TupleChoice } from "../../plan/index.ts";
import type { Reporter } from "../../report/events.ts";
import type { PlanSelection } from "../../plan/select.ts";
import type { KeptWorld } from "../../run/kept-world.ts";
import { whyOne } from "../../scenario/index.ts";
import type { Scenario } from "../../scenario/model/index.ts";
import type { Target } from "../../scenario/model/target.ts";
import { bailAfter } from "../bail.ts";
import { findBaseline, updateBaseline, type BaselineFlags } from "../baseline.ts";
import type { CommandContext, Register } from "../command.ts";
import { declareSeen } from "../declare.ts";
import { tellError } from "../error.ts";
import { findTarget, loadRun, stateFolder } from "../load.ts";
import {
  agentChoice,
  agentOption,
  allowRemoteChangesOption,
  allowRemoteOption,
  ephemeralKeysOption,
  headedOption,
  readCount,
  readFile,
  readPolicy,
  readProtocol,
  readShard,
  readText,
  readTuples,
  refuseNothing,
  refuseUnseen,
  remoteLeave,
  repeatable,
  resolveOption,
  targetOption,
  withResolved,
} from "../options.ts";
import type { AgentFlags, RemoteFlags, ResolveFlags } from "../options.ts";
import { fileReporters, reportOption, type ReportFlags } from "../reports.ts";
import { knownName, select } from "../select.ts";
import type { SelectionFlags } from "../select.ts";

/** Within one, checks at once: its own two processes are busy with fewer than one has cores for. */
const JOBS_OF_A_WORKER = 4;

interface RunFlags extends BaselineFlags, SelectionFlags, AgentFlags, RemoteFlags, ResolveFlags, ReportFlags {
  readonly target?: string;
  readonly tuples?: TupleChoice;
  readonly jobs?: number;
  readonly workers?: number;
  readonly seed?: string;
  readonly allowNothing?: boolean;
  readonly strictPolicy?: boolean;
  readonly reset?: boolean;
  readonly declare?: boolean;
  readonly screenshots?: string;
  readonly save?: string;
  readonly defect?: string;
  readonly trace?: boolean;
  readonly bail?: number | true;
  readonly quiet?: boolean;
  readonly watch?: boolean;
  readonly ui?: boolean;
  readonly open?: boolean;
  readonly ephemeralKeys?: boolean;
}

export const registerRun: Register = (program, context) => {
  program
    .command("run")
    .description("judge an SP by what it does to its accounts")
    .argument("[paths...]", "scenario files and folders; `kit` is the kit's own (default: those)")
    .addOption(targetOption())
    .addOption(repeatable("--protocol <name>", "only this protocol (oidc, saml)", readProtocol))
    .addOption(
      repeatable(
        "--profile <name>",
        "only connections of this vendor profile; where there is none, those that name no vendor in its shape",
        readText,
      ),
    )
    .addOption(repeatable("--id <id>", "only this scenario, or all that `mail-*` stands for", readText))
    .addOption(repeatable("--tag <tag>", "only scenarios with this tag", readText))
    .addOption(repeatable("--policy <knob=value>", "only checks whose connection declares it", readPolicy))
    .addOption(
      new Option(
        "--tuples <which>",
        "a check for policies that reach other rows of a scenario, or for `all` that differ (default: rows)",
      ).argParser(readTuples),
    )
    .addOption(new Option("--shard <i/n>", "only this part of n, cut by scenario id").argParser(readShard))
    .addOption(
      new Option(
        "--jobs <n>",
        "checks at once, of each worker (default: one per core; 4 where there are several workers)",
      ).argParser(readCount),
    )
    .addOption(
      new Option(
        "--workers <n>",
        "share the checks among so many processes, each with an SP of its own (default: as `start.workers` allows, one per two cores)",
      ).argParser(readCount),
    )
    .addOption(new Option("--failed <report>", "only checks that went wrong in this JSON report").argParser(readFile))
    .addOption(new Option("--bail [n]", "end once so many checks have gone wrong (default: 1)").argParser(readCount))
    .addOption(
      new Option("--watch", "run again what is saved, with the SP kept up, until Ctrl-C (130)").conflicts([
        "workers",
        "shard",
        "failed",
        "bail",
        "seed",
        "save",
        "updateBaseline",
        "declare",
        "reset",
        "screenshots",
      ]),
    )
    .option("--ui", "show the run as it goes on a page, each check with all that was seen of it")
    .addOption(new Option("--open", "open that page in your browser").implies({ ui: true }))
    .option("--seed <seed>", "mint the same namespaces as the run that printed it")
    .addOption(reportOption())
    .addOption(new Option("--save <file>", "save the run, for `judge` and for readers of your own").argParser(readFile))
    .option("--quiet", "tell only of what went wrong or is warned of, and the summary")
    .option("--trace", "tell of every request of every check, also of those that passed")
    .option("--allow-unobservable", "exit 0 although something could not be seen")
    .option("--allow-nothing", "exit 0 although no check judged anything")
    .option("--baseline <file>", "what is known to fail (default: jitterbug.baseline.yaml beside the target file)")
    .option("--no-baseline", "take nothing for known")
    .option("--update-baseline", "write what fails now into the baseline, and take out what no longer does")
    .option("--declare", "write the policy that fits all that was seen into the target file")
    .option("--defect <id>", "the SP with this defect, where the target file has `defects`: a red run to look at")
    .option("--reset", "empty the SP first, as the target file's `reset` says")
    .option("--strict-policy", "fail every unsafe value of a policy, declared or seen")
    .addOption(agentOption())
    .addOption(headedOption())
    .option("--screenshots <dir>", "write what the browsers of each check that did not pass showed last (chromium)")
    .addOption(resolveOption())
    .addOption(allowRemoteOption())
    .addOption(allowRemoteChangesOption())
    .addOption(ephemeralKeysOption())
    .action(async (paths: readonly string[], flags: RunFlags) => context.end(await run(paths, flags, context)));
};

async function run(paths: readonly string[], flags: RunFlags, context: CommandContext): Promise<number> {
  if (flags.ui !== true) return await runOnceOrWatch(paths, flags, context);
  const { besidePage } = await import("../ui.ts");
  const how = { open: flags.open === true, stays: flags.watch !== true };
  return await besidePage(context, how, (page) => runOnceOrWatch(paths, flags, context, page));
}

async function runOnceOrWatch(
  paths: readonly string[],
  flags: RunFlags,
  context: CommandContext,
  page?: Reporter,
): Promise<number> {
  if (flags.watch !== true) return await runOnce(paths, flags, context, defined({ page }));
  const { watchRuns } = await import("../watch.ts");
  return await watchRuns(context, findTarget(context, flags.target), paths, (kept, about) =>
    runOnce(paths, flags, context, { watched: { kept, about }, ...defined({ page }) }),
  );
}

/** What `--watch` adds: what stays up, and which of the scenarios this run is of. */
interface Watched {
  readonly kept: KeptWorld;
  readonly about: (scenarios: readonly Scenario[]) => readonly Scenario[];
}

async function runOnce(
  paths: readonly string[],
  flags: RunFlags,
  context: CommandContext,
  { watched, page }: { readonly watched?: Watched; readonly page?: Reporter } = {},
): Promise<number> {
  const { io, kit } = context;
  const [profile, ...others] = flags.profile ?? [];
  const shape = others.length === 0 ? profile : undefined;
  const { target: written, scenarios: all } = loadRun(context, findTarget(context, flags.target), paths, shape);
  const scenarios = watched?.about(all) ?? all;
  const target = withResolved(written, flags);
  refuseUnseen(flags, target.agent);
  const baseline = findBaseline(context, flags, target.file, all);
  if (flags.reset === true) requireReset(target);
  if ((flags.workers ?? 1) > 1) requireSeveral(target);
  const selection = select(all, target, flags, io.cwd);
  const files = fileReporters(context, flags);
  if (flags.save !== undefined)
    files.push(createSaver({ path: pathFrom(io.cwd, flags.save), version: kit.version, vault: io.vault }));
  const whole = watched === undefined && paths.length === 0 && selection.shard === undefined && isEverything(selection);
  const { runSuite } = await import("../../run/run-suite.ts");
  const broken = flags.defect === undefined ? undefined : await brokenBy(target, flags.defect, context);
  const result = await runSuite({
    target,
    scenarios,
    select: selection,
    whole,
    wholeOfShards: paths.length === 0 && isEverything(selection),
    jobs: flags.jobs ?? availableParallelism(),
    environment: io.env,
    ...defined({ env: broken }),
    ...defined({ seed: flags.seed, tuples: flags.tuples }),
    ...defined({ kept: watched?.kept }),
    ...(flags.bail === undefined && watched === undefined
      ? {
          workers: {
            asked: flags.workers,
            cores: availableParallelism(),
            jobs: flags.jobs ?? JOBS_OF_A_WORKER,
            command: io.self,
            version: kit.version,
          },
        }
      : // Who is told when to end must know of all checks.
        flags.bail === undefined
        ? {}
        : { sparing: bailAfter(flags.bail === true ? 1 : flags.bail) }),
    vault: io.vault,
    reporters: [
      ...files,
      ...(page === undefined ? [] : [page]),
      createListReporter({
        output: io.stdout,
        reports: files,
        trace: flags.trace ?? false,
        quiet: flags.quiet ?? false,
        about: [
          ...(flags.profile ?? []).map((name) => `profile ${name}`),
          ...(flags.defect === undefined ? [] : [`defect ${flags.defect}`]),
        ],
      }),
    ],
    agent: agentChoice(flags, io.env),
    ...(flags.screenshots === undefined ? {} : { screenshots: pathFrom(io.cwd, flags.screenshots) }),
    ...remoteLeave(flags),
    ...defined({ reset: flags.reset }),
    allowUnobservable: flags.allowUnobservable ?? false,
    allowNothing: flags.allowNothing ?? false,
    strictPolicy: flags.strictPolicy ?? false,
    ...(baseline === null ? {} : { known: baseline.known }),
    ...defined({ knownIsOld: flags.updateBaseline }),
    stateDir: stateFolder(target, flags.ephemeralKeys),
    signal: io.signal,
  });
  if (result.broken_off !== null) tellError(result.broken_off, io.stderr, Boolean(io.env["JITTERBUG_DEBUG"]));
  if (flags.declare === true) await declareSeen(context, target.file, result.policy);
  refuseNothing(result);
  const isUpdated = flags.updateBaseline === true && baseline !== null;
  const status = isUpdated ? await updateBaseline(context, baseline, result, whole) : result.exitStatus;
  const lost = files.some((file) => !file.written);
  return status === 0 && lost ? 4 : status;
}

/** By what the SP is told of the defect. Throws ERR_USAGE where it has none of that name. */
async function brokenBy(target: Target, defect: string, { io }: CommandContext): Promise<{ [name: string]: string }> {
  const { defectVariable, listDefects } = await import("../../run/list-defects.ts");
  const variable = defectVariable(target);
  const ids = listDefects(target, io.env).map(({ id }) => id);
  knownName("defect is named", defect, ids);
  return { [variable]: defect };
}

/** But for the shard. */
function isEverything(selection: PlanSelection): boolean {
  const { protocols, profiles, ids, tags, policies, names } = selection;
  return names === undefined && [protocols, profiles, ids, tags, policies].every(({ length }) => length === 0);
}

function requireSeveral(target: Target): void {
  const why = whyOne(target);
  if (why === null) return;
  throw new JitterbugError(
    "ERR_USAGE",
    `--workers needs an SP of which several can run at once, and ${target.file} says of one: ${why}`,
    {
      hint: "Leave the ports to the kit (`{{port}}` in base_url), or run without it.",
    },
  );
}

function requireReset({ file, reset }: Target): void {
  if (reset.length > 0) return;
  throw new JitterbugError("ERR_USAGE", `--reset needs a \`reset\`, and ${file} has none`, {
    hint: "Write there what empties the SP: a list of calls as in `seed`, or of actions.",
  });
}
