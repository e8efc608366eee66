import type { Register } from "../command.ts";
import { judgeAgain, withVerdictOptions, type JudgeFlags } from "./judge.ts";

export const registerMerge: Register = (program, context) => {
  const command = program
    .command("merge")
    .description("make one run of its shards, and judge it as the whole")
    .argument("<files...>", "what `run --shard I/N --save` wrote, all N");
  withVerdictOptions(command).action(async (files: readonly string[], flags: JudgeFlags) =>
    context.end(await judgeAgain(files, flags, context)),
  );
};
