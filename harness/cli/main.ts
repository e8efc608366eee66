import { Vault } from "../report/index.ts";
import { createOutput } from "./output.ts";
import { runCommandLine } from "./program.ts";
import { openPrompt } from "./prompt.ts";
import { INTERRUPTED, stopOnSignals } from "./signals.ts";
import { quietWarnings } from "./warnings.ts";

/** Milliseconds that a process whose work is done may still hold something open. */
const LINGER = 2000;

quietWarnings(process);
const vault = new Vault();
const stderr = createOutput(process.stderr, process.env, vault.printed);
const { signal, stop } = stopOnSignals(stderr);

/** A reader that has seen enough (`jitterbug run | head`) is no fault, and ends the work in good order. */
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  stop();
});

const status = await runCommandLine(process.argv.slice(2), {
  stdout: createOutput(process.stdout, process.env, vault.printed),
  stderr,
  env: process.env,
  cwd: process.cwd(),
  prompt: () => openPrompt(signal),
  signal,
  vault,
});
process.exitCode = signal.aborted ? INTERRUPTED : status;
setTimeout(() => process.exit(), LINGER).unref();
