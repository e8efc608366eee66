import { randomBytes } from "node:crypto";
import { realpathSync, statSync } from "node:fs";
import { rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { JitterbugError, messageOf } from "../errors.ts";
import { count, visible } from "../report/index.ts";
import type { RunResult } from "../run/options.ts";
import { declarePolicy } from "../scenario/index.ts";
import type { CommandContext } from "./command.ts";
import { print } from "./io.ts";

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
  await replace(file, declarePolicy(file, lines, { env: io.env, root: io.cwd }));
  print(io.stdout, ["", `  ${count(lines.length, "line")} of policy written to ${visible(file)}`]);
}

/** Whole or not at all, with the permissions that the file has; where it is a link, what it leads to. */
async function replace(file: string, text: string): Promise<void> {
  const real = realpathSync(file);
  const draft = join(dirname(real), `.${randomBytes(4).toString("hex")}.jitterbug`);
  try {
    await writeFile(draft, text, { mode: statSync(real).mode & 0o777, flag: "wx" });
    await rename(draft, real);
  } catch (cause) {
    throw new JitterbugError("ERR_STATE", `${file} could not be written: ${messageOf(cause)}`, { cause });
  }
}
