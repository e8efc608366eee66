import type { Command } from "commander";
import { defined } from "../../defined.ts";
import { pathFrom } from "../../paths.ts";
import { createListReporter } from "../../report/index.ts";
import type { SavedRunResult } from "../../run/judge-saved.ts";
import type { CommandContext, Register } from "../command.ts";
import { refuseNothing } from "../options.ts";
import { fileReporters, reportOption, type ReportFlags } from "../reports.ts";

export interface JudgeFlags extends ReportFlags {
  readonly trace?: boolean;
  readonly allowNothing?: boolean;
  readonly strictPolicy?: boolean;
}

export const registerJudge: Register = (program, context) => {
  const command = program
    .command("judge")
    .description("judge a saved run again, without an SP")
    .argument("<file>", "what `run --save` wrote");
  withVerdictOptions(command).action(async (file: string, flags: JudgeFlags) =>
    context.end(await judgeAgain(file, flags, context)),
  );
};

/** What a saved run is judged by, and told in. */
export function withVerdictOptions(command: Command): Command {
  return command
    .addOption(reportOption())
    .option("--trace", "tell of every request of every check, also of those that passed")
    .option("--allow-unobservable", "exit 0 although something could not be seen")
    .option("--allow-nothing", "exit 0 although no check judged anything")
    .option("--strict-policy", "fail every unsafe value of a policy, declared or seen");
}

/** Of one saved run, or of all shards of one. */
export async function judgeAgain(
  file: string | readonly string[],
  flags: JudgeFlags,
  context: CommandContext,
): Promise<number> {
  const { io } = context;
  const files = fileReporters(context, flags);
  const { judgeSaved } = await import("../../run/judge-saved.ts");
  const result = await judgeSaved({
    path: typeof file === "string" ? pathFrom(io.cwd, file) : file.map((one) => pathFrom(io.cwd, one)),
    reporters: [...files, createListReporter({ output: io.stdout, reports: files, trace: flags.trace ?? false })],
    ...defined({ strictPolicy: flags.strictPolicy }),
    allowUnobservable: flags.allowUnobservable ?? false,
    allowNothing: flags.allowNothing ?? false,
  });
  for (const line of changedLines(result)) io.stdout.write(`${line}\n`);
  refuseNothing(result);
  const lost = files.some(({ written }) => !written);
  return result.exitStatus === 0 && lost ? 4 : result.exitStatus;
}

function changedLines({ changed }: SavedRunResult): readonly string[] {
  if (changed.length === 0) return ["  every verdict is as it was when the run was saved"];
  const few = changed.slice(0, 20).map(({ check, was, is }) => `    ${check}: was ${was}, is ${is}`);
  const more = changed.length - few.length;
  return [
    `  ${changed.length} ${changed.length === 1 ? "verdict differs" : "verdicts differ"} from when the run was saved:`,
    ...few,
    ...(more > 0 ? [`    and ${more} more`] : []),
  ];
}
