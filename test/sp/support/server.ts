import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { chownSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A program that a test runs on a folder of its own, as the user that it demands where the test runs as root. */
export class ServerProcess {
  readonly dir: string;
  readonly #as: { readonly uid?: number; readonly gid?: number };
  #child: ChildProcess | null = null;

  constructor(user: string) {
    this.dir = mkdtempSync(join(tmpdir(), `jitterbug-${user}-`));
    const isRoot = process.getuid?.() === 0;
    this.#as = isRoot ? { uid: idOf("-u", user), gid: idOf("-g", user) } : {};
    if (isRoot) chownSync(this.dir, this.#as.uid ?? 0, this.#as.gid ?? 0);
  }

  /** Runs a command to its end. */
  run(program: string, words: readonly string[]): void {
    execFileSync(program, words, { ...this.#as, cwd: this.dir, stdio: ["ignore", "ignore", "pipe"] });
  }

  /** Starts the server, and resolves when a line of its log says that it is ready. */
  async start(program: string, words: readonly string[], ready: RegExp): Promise<void> {
    const child = spawn(program, words, { ...this.#as, cwd: this.dir, stdio: ["ignore", "ignore", "pipe"] });
    this.#child = child;
    let log = "";
    await new Promise<void>((resolve, reject) => {
      child.once("error", reject);
      child.once("exit", (code) => reject(new Error(`${program} ended with status ${code}: ${log.slice(-2_000)}`)));
      child.stderr.setEncoding("utf8").on("data", (text: string) => {
        log = (log + text).slice(-10_000);
        if (ready.test(log)) resolve();
      });
    });
  }

  /** Ends it at once, and removes its folder: nothing in it is needed again. */
  async end(): Promise<void> {
    const child = this.#child;
    if (child !== null && child.exitCode === null && child.signalCode === null) {
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGQUIT");
      const late = setTimeout(() => child.kill("SIGKILL"), 5_000);
      await ended;
      clearTimeout(late);
    }
    rmSync(this.dir, { recursive: true, force: true, maxRetries: 5 });
  }
}

function idOf(flag: string, user: string): number {
  return Number(execFileSync("id", [flag, user], { encoding: "utf8" }).trim());
}
