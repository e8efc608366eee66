import { spawn, type ChildProcess } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

export const ROOT = join(import.meta.dirname, "../..");

export interface Timed {
  /** Milliseconds from the start of the process to the first line that matches; null: it never came. */
  readonly first: number | null;
  /** Milliseconds from the start of the process to its end. */
  readonly whole: number;
  readonly status: number | null;
  /** Largest resident set of the process itself, in MB; null where the system does not tell. */
  readonly peakMb: number | null;
  /** Seconds of CPU until it ended, or matched where it is ended there: of itself, and of what it started. */
  readonly cpu_s: number;
  readonly children_s: number;
  readonly output: string;
}

/** Runs `node ARGS` and times the first line that matches; `stop` ends the process there. */
export function timed(
  args: readonly string[],
  line: RegExp,
  stop: boolean,
  env: NodeJS.ProcessEnv = {},
): Promise<Timed> {
  const started = performance.now();
  const child = spawn(process.execPath, args, {
    cwd: ROOT,
    env: { ...process.env, NO_COLOR: "1", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  let first: number | null = null;
  let peakMb: number | null = null;
  const cpu = new CpuOf(child.pid ?? 0);
  const look = () => {
    peakMb = Math.max(peakMb ?? 0, residentPeak(child) ?? 0) || null;
    cpu.look();
  };
  const sample = setInterval(look, 50);
  const hear = (chunk: Buffer) => {
    output += chunk.toString();
    if (first !== null || !line.test(output)) return;
    first = performance.now() - started;
    look();
    if (stop) child.kill("SIGTERM");
  };
  child.stdout.on("data", hear);
  child.stderr.on("data", hear);
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (status) => {
      clearInterval(sample);
      resolve({ first, whole: performance.now() - started, status, peakMb, output, ...cpu.seconds });
    });
  });
}

/** The CPU of a process and of all below it, as the system last told of each; nothing where it does not. */
class CpuOf {
  readonly #pid: number;
  readonly #ticks = new Map<number, number>();

  constructor(pid: number) {
    this.#pid = pid;
  }

  look(): void {
    const pids = [this.#pid];
    for (const pid of pids) {
      try {
        // What stands behind the name, which may hold blanks: state is the first.
        const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
          .replace(/^.*\) /s, "")
          .split(" ");
        this.#ticks.set(pid, Number(fields[11]) + Number(fields[12]));
        const below = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim();
        if (below !== "") pids.push(...below.split(" ").map(Number));
      } catch {
        continue;
      }
    }
  }

  get seconds(): Pick<Timed, "cpu_s" | "children_s"> {
    const all = [...this.#ticks.values()].reduce((sum, ticks) => sum + ticks, 0);
    const own = this.#ticks.get(this.#pid) ?? 0;
    return { cpu_s: own / TICKS, children_s: (all - own) / TICKS };
  }
}

/** Seconds of CPU that a process has taken; NaN where the system does not tell. */
export function cpuOf(pid: number): number {
  const cpu = new CpuOf(pid);
  cpu.look();
  return cpu.seconds.cpu_s || NaN;
}

/** Of a second, wherever Linux tells of them. */
const TICKS = 100;

function residentPeak({ pid }: ChildProcess): number | null {
  try {
    const kib = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
    return kib === undefined ? null : Number(kib) / 1024;
  } catch {
    return null;
  }
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? NaN)
    : ((sorted[middle - 1] ?? NaN) + (sorted[middle] ?? NaN)) / 2;
}

/** `412 (398 to 530)`. */
export function spread(values: readonly (number | null)[], digits = 0): string {
  const known = values.filter((value) => value !== null);
  if (known.length === 0) return "not seen";
  const text = (value: number) => value.toFixed(digits);
  return `${text(median(known))} (${text(Math.min(...known))} to ${text(Math.max(...known))})`;
}
