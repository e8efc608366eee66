import { count, visible } from "../report/index.ts";
import type { RunResult } from "../run/options.ts";
import { declarePolicy } from "../scenario/index.ts";
import type { CommandContext } from "./command.ts";
import { print } from "./io.ts";
import { replaceFile } from "./replace.ts";

/** Writes what a run found of the policy into the target file. What is in doubt, and what was cut short, is left out. */
export async function declareSeen({ io }: CommandContext, file: string, policy: RunResult["policy"]): Promise<void> {
  if (policy === null) return print(io.stdout, ["", "  Nothing was declared: the run did not come to its end."]);
  const lines = policy.blocks.flatMap(({ organization, connection, lines: all }) =>
    all.flatMap(({ knob, value, declared, doubt, or }) =>
      declared || doubt !== undefined || typeof value !== "string"
        ? []
        : [{ organization, connection, knob, value, or }],
    ),
  );
  if (lines.length === 0) return print(io.stdout, ["", "  There is nothing to declare that is not declared."]);
  await replaceFile(file, declarePolicy(file, lines, { env: io.env, root: io.cwd }));
  print(io.stdout, ["", `  ${count(lines.length, "line")} of policy written to ${visible(file)}`]);
}
