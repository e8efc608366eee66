import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const BIN = `${ROOT}harness/bin/jitterbug.js`;
const FIXTURES = fileURLToPath(new URL("fixtures/", import.meta.url));

export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface Options {
  /** A folder of fixtures/; left out: fixtures itself. */
  readonly folder?: string;
  /** A folder elsewhere, instead. */
  readonly cwd?: string;
  readonly env?: { readonly [name: string]: string };
  readonly node?: readonly string[];
}

/** Starts the real command; the caller waits for `ended` or ends it. */
export function start(
  args: readonly string[],
  { folder = "", cwd = `${FIXTURES}${folder}`, env = {}, node = [] }: Options = {},
): {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
} {
  const child = spawn(process.execPath, [...node, BIN, ...args], {
    cwd,
    env: { PATH: process.env["PATH"], HOME: process.env["HOME"], LANG: "C.UTF-8", TZ: "UTC", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  return {
    child,
    ended: once(child, "close").then(([status]: unknown[]) => ({ status: Number(status), stdout, stderr })),
  };
}

/** Runs the real command to its end. */
export function jitterbug(args: readonly string[], options: Options = {}): Promise<Ended> {
  return start(args, options).ended;
}

/** What a golden file pins: everything that a person sees, but what differs from run to run. */
export function golden({ status, stdout, stderr }: Ended): string {
  const parts = [`exit status ${status}`];
  if (stdout !== "") parts.push("--- stdout", stdout.trimEnd());
  if (stderr !== "") parts.push("--- stderr", stderr.trimEnd());
  return `${parts.join("\n")}\n`
    .replaceAll(FIXTURES, "FIXTURES/")
    .replaceAll(ROOT, "ROOT/")
    .replace(/\b(localhost|127\.0\.0\.1|\[::1\]):\d+/g, "$1:PORT")
    .replace(/\bport \d+/g, "port PORT")
    .replace(/\b(pid|process) \d+/gi, "$1 PID")
    .replace(/held by .* \(process/g, "held by COMMAND (process")
    .replace(/\bseed [a-z0-9-]+/g, "seed SEED")
    .replace(/\b\d+(?:\.\d+)? (?:ms|s|min \d+ s)\b/g, "TIME");
}
