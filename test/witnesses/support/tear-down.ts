import { chmod, mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "../../../harness/ports.ts";
import { startChild } from "../../../harness/sp/launch/child.ts";

const KEEPER = new URL("keeper.ts", import.meta.url).pathname;

export interface Program {
  readonly command: readonly string[];
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Answers below 500 once the program is up. */
  readonly ready: string;
  /** Adds what is only in a file to the complaint that it did not start. */
  readonly log?: () => string;
}

/** What was started for some tests, ended in reverse order; what can not be ended hinders nothing else from ending. */
export class TearDown {
  readonly #ends: (() => Promise<unknown>)[] = [];
  #root: string | null = null;
  #folders = 0;

  add(end: () => Promise<unknown>): void {
    this.#ends.push(end);
  }

  async end(): Promise<void> {
    const failures: unknown[] = [];
    for (const end of this.#ends.splice(0).toReversed()) await end().catch((error: unknown) => failures.push(error));
    if (failures.length > 0) throw new AggregateError(failures, "not everything has ended");
  }

  /** A fresh temporary folder, which everybody may enter: servers that are started as root become somebody else. */
  async folder(): Promise<string> {
    const folder = join(await this.#rootFolder(), String(++this.#folders));
    await mkdir(folder);
    return folder;
  }

  /**
   * Starts a program that listens, in a process group of its own and with nothing of this environment but PATH;
   * resolves when it answers. Another process may take a free port before the program does, so that is tried again.
   */
  async program(describe: (port: number) => Program | Promise<Program>): Promise<number> {
    const complaints: string[] = [];
    for (let attempt = 0; attempt < 3; attempt++) {
      const port = await freePort();
      const complaint = await this.#start(await describe(port));
      if (complaint === null) return port;
      complaints.push(complaint);
    }
    throw new Error(complaints.join("\n"));
  }

  async #start({ command, cwd, env = {}, ready, log = () => "" }: Program): Promise<string | null> {
    const kept = [process.execPath, KEEPER, await this.#rootFolder(), ...command];
    const child = startChild(kept, { cwd, env: { PATH: process.env["PATH"], ...env } });
    this.add(() => child.end());
    const deadline = Date.now() + 20_000;
    while (child.status === null && Date.now() < deadline) {
      if (await answers(ready)) return null;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    const end = child.status ?? "it did not answer in time";
    await child.end();
    return `${command.join(" ")}: ${end}\n${child.output.last(40)}\n${log()}`;
  }

  async #rootFolder(): Promise<string> {
    if (this.#root !== null) return this.#root;
    const root = await mkdtemp(join(tmpdir(), "jitterbug-witness-"));
    this.#root = root;
    this.add(async () => {
      this.#root = null;
      await rm(root, { recursive: true, force: true });
    });
    await chmod(root, 0o755);
    return root;
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    const { status, body } = await fetch(url, { redirect: "manual", signal: AbortSignal.timeout(2_000) });
    await body?.cancel();
    return status < 500;
  } catch {
    return false;
  }
}
