import { Command, CommanderError } from "commander";
import { own } from "../own.ts";
import type { Register } from "./command.ts";
import { tellError } from "./error.ts";
import type { Io } from "./io.ts";
import { findKit } from "./kit.ts";
import { usageError } from "./usage.ts";

/** In the order of the help; one is loaded where it is asked for, all where nobody knows yet which. */
const COMMANDS: { readonly [name: string]: () => Promise<Register> } = {
  init: async () => (await import("./commands/init.ts")).registerInit,
  run: async () => (await import("./commands/run.ts")).registerRun,
  judge: async () => (await import("./commands/judge.ts")).registerJudge,
  merge: async () => (await import("./commands/merge.ts")).registerMerge,
  show: async () => (await import("./commands/show.ts")).registerShow,
  doctor: async () => (await import("./commands/doctor.ts")).registerDoctor,
  demo: async () => (await import("./commands/demo.ts")).registerDemo,
  idp: async () => (await import("./commands/idp.ts")).registerIdp,
  scim: async () => (await import("./commands/scim.ts")).registerScim,
  list: async () => (await import("./commands/list.ts")).registerList,
  explain: async () => (await import("./commands/explain.ts")).registerExplain,
  profiles: async () => (await import("./commands/profiles.ts")).registerProfiles,
  new: async () => (await import("./commands/new.ts")).registerNew,
  lint: async () => (await import("./commands/lint.ts")).registerLint,
  schema: async () => (await import("./commands/schema.ts")).registerSchema,
  mcp: async () => (await import("./commands/mcp.ts")).registerMcp,
  selftest: async () => (await import("./commands/selftest.ts")).registerSelftest,
  worker: async () => (await import("./commands/worker.ts")).registerWorker,
};

/** What can be asked by this command line: the command that it names, or any. */
async function asked(name = ""): Promise<readonly Register[]> {
  const one = own(COMMANDS, name);
  return await Promise.all((one === undefined ? Object.values(COMMANDS) : [one]).map((load) => load()));
}

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
  const context = { io, kit, end: (ended: number) => void (status = ended) };
  for (const register of await asked(argv[0])) register(program, context);
  // It is told of every command, and loaded for none of them.
  if (own(COMMANDS, argv[0] ?? "") === undefined)
    (await import("./completion.ts")).registerCompletion(program, context, argv.at(-1));
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
