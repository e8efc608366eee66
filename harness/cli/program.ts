import { Command, CommanderError } from "commander";
import type { Register } from "./command.ts";
import { registerDemo } from "./commands/demo.ts";
import { registerDoctor } from "./commands/doctor.ts";
import { registerExplain } from "./commands/explain.ts";
import { registerIdp } from "./commands/idp.ts";
import { registerInit } from "./commands/init.ts";
import { registerLint } from "./commands/lint.ts";
import { registerJudge } from "./commands/judge.ts";
import { registerMerge } from "./commands/merge.ts";
import { registerList } from "./commands/list.ts";
import { registerProfiles } from "./commands/profiles.ts";
import { registerRun } from "./commands/run.ts";
import { registerSchema } from "./commands/schema.ts";
import { registerScim } from "./commands/scim.ts";
import { registerShow } from "./commands/show.ts";
import { registerSelftest } from "./commands/selftest.ts";
import { tellError } from "./error.ts";
import { registerWorker } from "./commands/worker.ts";
import type { Io } from "./io.ts";
import { findKit } from "./kit.ts";
import { usageError } from "./usage.ts";

/** In the order of the help. The engine is loaded by the commands that run it, so that the others answer at once. */
const COMMANDS: readonly Register[] = [
  registerInit,
  registerRun,
  registerJudge,
  registerMerge,
  registerShow,
  registerDoctor,
  registerDemo,
  registerIdp,
  registerScim,
  registerList,
  registerExplain,
  registerProfiles,
  registerLint,
  registerSchema,
  registerSelftest,
  registerWorker,
];

/** Runs one command line; resolves to the exit status and never rejects. */
export async function runCommandLine(argv: readonly string[], io: Io): Promise<number> {
  const kit = findKit();
  let status = 0;
  const program = new Command("jitterbug")
    .description("Proves that a service provider provisions accounts correctly just in time (JIT).")
    .version(kit.version)
    .exitOverride()
    .configureHelp({ sortOptions: false })
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
      outputError: () => undefined,
      getOutHelpWidth: () => Math.min(io.stdout.columns, 100),
      getOutHasColors: () => io.stdout.colors,
    })
    .addHelpText("after", "\nA first look: jitterbug demo\nYour own SP:  jitterbug init, then jitterbug run");
  for (const register of COMMANDS) {
    register(program, { io, kit, end: (ended) => void (status = ended) });
  }
  if (argv.length === 0) {
    program.outputHelp();
    return 2;
  }
  try {
    await program.parseAsync([...argv], { from: "user" });
    return status;
  } catch (error) {
    const told = error instanceof CommanderError ? usageError(error) : error;
    return told === null ? 0 : tellError(told, io.stderr, Boolean(io.env["JITTERBUG_DEBUG"]));
  }
}
