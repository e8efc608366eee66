import { messageOf } from "../../errors.ts";
import { endGroup, isMember, spawnGroup } from "./group.ts";
import { guardGroup } from "./guard.ts";
import { OutputTail } from "./output.ts";

export type Environment = { readonly [name: string]: string | undefined };

export interface ChildOptions {
  readonly cwd: string;
  readonly env: Environment;
  readonly onLine?: ((line: string) => void) | undefined;
  /** Left out: its standard input is at its end from the beginning. */
  readonly stdin?: "open" | undefined;
}

/** A command in a process group of its own, with the last lines that it printed. */
export interface Child {
  readonly output: OutputTail;
  /** Null while it runs; then `exit status 1`, `signal SIGKILL` or `cannot be started: ...`. */
  readonly status: string | null;
  readonly succeeded: boolean;
  readonly cwd: string;
  /** Resolves when the command has ended and its output is read, or its streams are held by a child of its own. */
  readonly ended: Promise<void>;
  /** Whether a process is it, or one that it started. False where the machine does not tell. */
  started(pid: number): boolean;
  /** Ends it and everything that it started. */
  end(): Promise<void>;
}

/** Starts a command; one that can not be started is one that ended at once. Never throws. */
export function startChild(command: readonly string[], options: ChildOptions): Child {
  const output = new OutputTail(options.onLine);
  let status: string | null = null;
  let succeeded = false;
  let spawned: ReturnType<typeof spawnGroup>;
  try {
    spawned = spawnGroup(command, options);
  } catch (error) {
    // Words or an environment that are too long, or hold NUL.
    return neverStarted(`cannot be started: ${messageOf(error)}`, output, options.cwd);
  }
  const { child, mark } = spawned;
  const release = child.pid === undefined ? () => undefined : guardGroup(child.pid, mark);
  for (const source of [child.stdout, child.stderr]) {
    const sink = output.stream();
    source.setEncoding("utf8");
    source.on("data", (text: string) => sink.write(text));
    source.on("end", () => sink.end());
    source.on("error", () => sink.end());
  }
  const ended = new Promise<void>((resolve) => {
    child.once("error", (error: NodeJS.ErrnoException) => {
      status ??= `cannot be started: ${error.code === "ENOENT" ? `"${command[0] ?? ""}" or the folder ${options.cwd} is not there` : error.message}`;
      resolve();
    });
    child.once("exit", (code, signal) => {
      status ??= code === null ? `signal ${signal}` : `exit status ${code}`;
      succeeded = code === 0;
      // Its last words may still be in the pipe; a grandchild may hold the pipe for ever.
      const late = setTimeout(resolve, 200);
      child.once("close", () => {
        clearTimeout(late);
        resolve();
      });
    });
  });
  return {
    output,
    cwd: options.cwd,
    get status() {
      return status;
    },
    get succeeded() {
      return succeeded;
    },
    ended,
    started: (pid) => child.pid !== undefined && isMember(String(pid), child.pid, mark),
    async end() {
      if (child.pid !== undefined) await endGroup(child.pid, mark);
      child.stdin?.destroy();
      child.stdout.destroy();
      child.stderr.destroy();
      release();
    },
  };
}

function neverStarted(status: string, output: OutputTail, cwd: string): Child {
  const done = Promise.resolve();
  return { output, status, succeeded: false, cwd, ended: done, started: () => false, end: () => done };
}
