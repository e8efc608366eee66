import { messageOf } from "../errors.ts";
import { complaintIn } from "./complaint/complaint.ts";
import type { Environment } from "./launch/child.ts";
import { endGroup, spawnGroup } from "./launch/group.ts";
import { guardGroup } from "./launch/guard.ts";
import type { LimitName } from "./limit.ts";

export const MAX_OUTPUT_BYTES = 16 * 1024 * 1024;
const KEPT_ERROR_CHARACTERS = 8_000;

/** A command that reads or writes accounts did not do so; the message completes `NAME (file:line) ...`. */
export class CommandFailed extends Error {
  readonly limit: LimitName | undefined;
  /** See isDamage: it ran, and did not end well. */
  readonly damage: boolean;
  constructor(message: string, { limit, damage = false }: { limit?: LimitName | undefined; damage?: boolean } = {}) {
    super(message);
    this.limit = limit;
    this.damage = damage;
  }
}

export interface CommandOptions {
  readonly cwd: string;
  readonly env: Environment;
  readonly timeoutMs: number;
}

/**
 * What a command prints on its standard output. Bounded: 16 MiB, `timeoutMs`; whatever it started is ended with it, and it
 * with the kit.
 * Throws CommandFailed where it cannot be started, exits with another status than 0, or goes beyond a bound.
 */
export async function runCommand(command: readonly string[], options: CommandOptions): Promise<string> {
  const { timeoutMs } = options;
  const { child, mark } = spawned(command, options);
  const release = child.pid === undefined ? () => undefined : guardGroup(child.pid, mark);
  try {
    return await new Promise<string>((resolve, reject) => {
      const printed: Buffer[] = [];
      let size = 0;
      let complaint = "";
      const fail = (problem: string, how: { limit?: LimitName; damage?: boolean } = {}) => {
        // Some programs complain on standard output.
        const said =
          complaint.trim() === "" ? Buffer.concat(printed).toString("utf8", 0, KEPT_ERROR_CHARACTERS) : complaint;
        const told = complaintIn(said, options.cwd) ?? lastOf(complaint);
        reject(new CommandFailed(told === "" ? problem : `${problem}: ${told}`, how));
      };
      const timer = setTimeout(() => {
        const seconds = `${timeoutMs / 1000} s (see limits)`;
        const isOver = child.exitCode !== null || child.signalCode !== null;
        fail(
          isOver
            ? `ended, and something that it started held its output for longer than ${seconds}`
            : `ran longer than ${seconds}`,
          { limit: "command" },
        );
      }, timeoutMs);
      child.stdout.on("data", (chunk: Buffer) => {
        size += chunk.length;
        if (size > MAX_OUTPUT_BYTES) fail(`printed more than ${MAX_OUTPUT_BYTES / 1024 / 1024} MiB`);
        else printed.push(chunk);
      });
      child.stderr.setEncoding("utf8").on("data", (text: string) => {
        complaint = (complaint + text).slice(-KEPT_ERROR_CHARACTERS);
      });
      child.once("error", (error) => {
        clearTimeout(timer);
        fail(`cannot be started (${error.message})`);
      });
      child.once("close", (code, signal) => {
        clearTimeout(timer);
        if (code === 0) resolve(Buffer.concat(printed).toString("utf8"));
        else fail(code === null ? `was ended by ${signal}` : `exited with status ${code}`, { damage: true });
      });
    });
  } finally {
    if (child.pid !== undefined) await endGroup(child.pid, mark);
    child.stdout.destroy();
    child.stderr.destroy();
    release();
  }
}

/** An argument that is too long, or holds NUL, is refused before anything is started. Throws CommandFailed. */
function spawned(command: readonly string[], options: CommandOptions): ReturnType<typeof spawnGroup> {
  try {
    return spawnGroup(command, options);
  } catch (error) {
    throw new CommandFailed(`cannot be started (${messageOf(error)})`);
  }
}

/** The end of what was printed on standard error: where programs say what went wrong. */
function lastOf(text: string): string {
  const line = text.replace(/[\p{Cc}\s]+/gu, " ").trim();
  return line.length > 400 ? `…${line.slice(-400)}` : line;
}
