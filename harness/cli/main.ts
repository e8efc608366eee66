import { JitterbugError, messageOf } from "../errors.ts";
import { Vault } from "../report/index.ts";
import { openChannel } from "./channel.ts";
import { tellError } from "./error.ts";
import { createOutput } from "./output.ts";
import { runCommandLine } from "./program.ts";
import { openPrompt } from "./prompt.ts";
import { INTERRUPTED, stopOnSignals } from "./signals.ts";
import { quietWarnings } from "./warnings.ts";

/** Many set it to `false` where they mean to unset it. */
function isUnset(flag: string | undefined): boolean {
  return flag === undefined || flag === "" || flag === "0" || flag === "false";
}

/** Milliseconds that a process whose work is done may still hold something open. */
const LINGER = 2000;

quietWarnings(process);
const vault = new Vault();
const stderr = createOutput(process.stderr, process.env, vault.printed);
const stopper = stopOnSignals(stderr);
let unprinted: Error | null = null;

/**
 * A reader that has seen enough (`jitterbug run | head`), or a terminal that is gone, is no fault, and ends the work in
 * good order. A full disk takes what is printed, and nothing else: reports are still written.
 */
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE" || error.code === "EIO") stopper.stop();
  else unprinted ??= error;
});
/** Where nobody can be told, the exit status has to do. */
process.stderr.on("error", () => undefined);

const status = await runCommandLine(process.argv.slice(2), {
  stdout: createOutput(process.stdout, process.env, vault.printed),
  stderr,
  env: process.env,
  cwd: process.cwd(),
  self: [process.execPath, ...process.argv.slice(1, 2)],
  channel: () => openChannel(process),
  get input() {
    return process.stdin;
  },
  prompt: () => openPrompt(stopper.signal),
  attended: process.stdin.isTTY && process.stdout.isTTY && isUnset(process.env["CI"]),
  untilStopped: () => stopper.untilStopped(),
  get signal() {
    return stopper.signal;
  },
  vault,
});
process.exitCode = stopper.stopped ? INTERRUPTED : status;
// What was written last is known to be lost one turn later.
await new Promise((resolve) => setImmediate(resolve));
if (unprinted !== null) {
  const told = new JitterbugError("ERR_REPORT", `what was printed could not be written: ${messageOf(unprinted)}`, {
    hint: "Print to a place that has room.",
    cause: unprinted,
  });
  const lost = tellError(told, stderr, false);
  process.exitCode ||= lost;
}
setTimeout(() => process.exit(), LINGER).unref();
