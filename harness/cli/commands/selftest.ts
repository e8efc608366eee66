import { availableParallelism } from "node:os";
import { InvalidArgumentError, Option } from "commander";
import { defined } from "../../defined.ts";
import { pathFrom } from "../../paths.ts";
import type { PlanSelection } from "../../plan/index.ts";
import { count, createStyle, duration, visible, writeReport } from "../../report/index.ts";
import { listDefects } from "../../run/list-defects.ts";
import type { SelftestResult } from "../../run/selftest.ts";
import type { Target } from "../../scenario/model/index.ts";
import type { CommandContext, Register } from "../command.ts";
import { matrixLines, problemLines } from "../matrix.ts";
import { print } from "../io.ts";
import { knownName } from "../select.ts";
import { findTarget, findTargetOrReference, loadRun, loadTargetFile, stateFolder } from "../load.ts";
import { readReport, type ReportRequest } from "../report-request.ts";
import { readCount, readShard, readText, repeatable, targetOption } from "../options.ts";

interface SelftestFlags {
  readonly target?: string;
  readonly defect?: readonly string[];
  readonly lawful?: readonly string[];
  readonly full?: boolean;
  readonly shard?: NonNullable<PlanSelection["shard"]>;
  readonly jobs?: number;
  readonly report?: readonly ReportRequest[];
}

export const registerSelftest: Register = (program, context) => {
  program
    .command("selftest")
    .description("print the defect matrix: every check can fail, none does so wrongly")
    .argument("[paths...]", "scenario files and folders (default: the kit's own)")
    .addOption(targetOption())
    .addOption(repeatable("--defect <id>", "only with this defect", readText))
    .addOption(repeatable("--lawful <file>", "nothing may be red on this SP either, by its target file", readText))
    .option("--full", "every check on every defect (default: those that claim it)")
    .addOption(new Option("--shard <i/n>", "only this part of n of the defects and lawful SPs").argParser(readShard))
    .addOption(new Option("--jobs <n>", "SPs at once (default: one per core)").argParser(readCount))
    .addOption(repeatable("--report <json=path>", "write the matrix", readMatrixReport))
    .action(async (paths: readonly string[], flags: SelftestFlags) => context.end(await prove(paths, flags, context)));
};

async function prove(paths: readonly string[], flags: SelftestFlags, context: CommandContext): Promise<number> {
  const { io } = context;
  const { target, scenarios } = loadRun(context, findTargetOrReference(context, flags.target), paths);
  const lawful = lawfulFiles(target, flags, context).map((file) => loadTargetFile(context, file));
  const further = (target.defects?.further ?? []).map((file) => loadTargetFile(context, pathFrom(target.dir, file)));
  const defects = listDefects(target, io.env);
  const ids = defects.map(({ id }) => id);
  for (const id of flags.defect ?? []) knownName("defect is named", id, ids);
  const style = createStyle(io.stdout.colors);
  const { selftest } = await import("../../run/selftest.ts");
  const result = await selftest({
    reference: target,
    further,
    defects,
    lawful,
    scenarios,
    environment: io.env,
    only: flags.defect ?? [],
    full: flags.full ?? false,
    ...defined({ shard: flags.shard }),
    jobs: flags.jobs ?? availableParallelism(),
    stateDir: stateFolder(target, false),
    signal: io.signal,
    onProgress: ({ text, done, of, red, duration_ms }) => {
      const told = red.length === 0 ? "nothing red" : red.join(", ");
      const number = `${String(done).padStart(String(of).length)}/${of}`;
      print(io.stdout, [`${style("dim", number)}  ${visible(text)}: ${told}  ${style("dim", duration(duration_ms))}`]);
    },
  });
  for (const { path } of flags.report ?? [])
    if (path !== undefined) await writeReport(path, `${JSON.stringify(document(result), null, 2)}\n`);
  const problems = problemLines(result, style);
  print(io.stdout, [
    "",
    ...matrixLines(result, style),
    "",
    ...problems,
    ...oneSidedLines(result),
    ...verdictLines(result, problems.length > 0),
  ]);
  return problems.length > 0 ? 1 : 0;
}

/** Those that the target names, unless a defect alone is asked for, and those of the command line; each once. */
function lawfulFiles(target: Target, flags: SelftestFlags, context: CommandContext): readonly string[] {
  const own = flags.defect === undefined ? (target.defects?.lawful ?? []) : [];
  const asked = (flags.lawful ?? []).map((file) => findTarget(context, file));
  return [...new Set([...own.map((file) => pathFrom(target.dir, file)), ...asked])];
}

function document({
  defects,
  unproven,
  unproven_by,
  survivors,
  false_red,
  unkept,
  waiting,
  lawful,
  duration_ms,
  partial,
}: SelftestResult): object {
  return { defects, unproven, unproven_by, survivors, false_red, unkept, waiting, lawful, duration_ms, partial };
}

/** No fault of the kit's, and no proof either. */
function oneSidedLines({ unproven_by }: SelftestResult): readonly string[] {
  const blind = unproven_by.map(({ id, protocol }) => `${id} [${protocol}]`);
  return blind.length === 0 ? [] : [`Killed by the other protocol alone: ${blind.join(", ")}`];
}

function verdictLines(result: SelftestResult, bad: boolean): readonly string[] {
  if (bad) return [];
  const lawful = result.lawful.length === 0 ? "" : `, no red on ${count(result.lawful.length, "lawful SP")}`;
  return [`${count(result.defects.length, "defect")} killed${lawful}, in ${duration(result.duration_ms)}`];
}

/** The matrix has one form. */
function readMatrixReport(text: string): ReportRequest {
  const request = readReport(text);
  if (request.kind !== "json") throw new InvalidArgumentError("The matrix is written as json=PATH only.");
  return request;
}
