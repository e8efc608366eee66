import { resolve } from "node:path";
import { JitterbugError, type ErrorCode } from "../../errors.ts";
import { portOf } from "../../loopback.ts";
import { heldBy, isPortTaken } from "../../ports.ts";
import type { Start, Target } from "../../scenario/model/index.ts";
import { RequestFailed, type KitClient } from "../request.ts";
import { startChild, type Child, type Environment } from "./child.ts";
import { logProbe, requestProbe, type ReadyProbe } from "./ready.ts";

const SHOWN_LINES = 40;
/** A command of `start.before` (an installation, a migration) may take so long. */
const BEFORE_MS = 10 * 60_000;

export interface LaunchOptions {
  /** With every template rendered that the SP's process needs. */
  readonly target: Target;
  readonly client: KitClient;
  readonly environment: Environment;
  /** On top of the target file's own. */
  readonly env: Environment;
  readonly onOutput?: ((line: string) => void) | undefined;
}

/** The SP's process, from its first command to the end of its last descendant. */
export class Launch {
  readonly #options: LaunchOptions;
  readonly #children: Child[] = [];
  #server: Child | null = null;
  #closing = false;

  constructor(options: LaunchOptions) {
    this.#options = options;
  }

  get exited(): { readonly status: string; readonly output: string } | null {
    if (this.#closing || this.#server?.status === null || this.#server === null) return null;
    return { status: this.#server.status, output: this.#server.output.last(SHOWN_LINES) };
  }

  /** Resolves when the SP is ready. Throws ERR_SP_*, ERR_PORT_TAKEN; what was started stays until `close`. */
  async start(): Promise<void> {
    const { start } = this.#options.target;
    if (start === undefined) return this.#requireRunning();
    await this.#requireFreePort();
    for (const command of start.before) await this.#runBefore(start, command);
    await this.#startServer(start);
  }

  /** Ends everything that was started, in reverse order. */
  async close(): Promise<void> {
    this.#closing = true;
    for (let child = this.#children.pop(); child !== undefined; child = this.#children.pop()) await child.end();
  }

  async #requireRunning(): Promise<void> {
    const { base_url, file } = this.#options.target;
    try {
      await this.#options.client.send({ method: "GET", url: `${base_url}/`, timeoutMs: 5_000 });
    } catch (error) {
      if (!(error instanceof RequestFailed)) throw error;
      throw new JitterbugError("ERR_SP_UNREACHABLE", `the SP does not answer at ${base_url}: ${error.message}`, {
        hint: `start it first, or let ${file} start it (start: { command: [...] })`,
        cause: error,
      });
    }
  }

  async #requireFreePort(): Promise<void> {
    const url = new URL(this.#options.target.base_url);
    const port = portOf(url);
    if (!(await isPortTaken(this.#options.client.hostOf(url), port))) return;
    throw new JitterbugError("ERR_PORT_TAKEN", `port ${port} of base_url is taken${await heldBy(port)}`, {
      hint: 'end that process, or write base_url: "http://localhost:{{port}}" to have a free port picked',
    });
  }

  async #runBefore(start: Start, command: readonly string[]): Promise<void> {
    const child = this.#startChild(start, command);
    const timer = { passed: false };
    const timeout = setTimeout(() => {
      timer.passed = true;
      void child.end();
    }, BEFORE_MS);
    await child.ended;
    clearTimeout(timeout);
    if (child.succeeded) return;
    const how = timer.passed ? `took longer than ${BEFORE_MS / 60_000} minutes` : `failed: ${child.status}`;
    throw this.#failed(
      "ERR_SP_EXITED",
      child,
      `start.before ${JSON.stringify(command)} ${how}`,
      "run it by hand in the target file's folder",
    );
  }

  async #startServer(start: Start): Promise<void> {
    const { target, client } = this.#options;
    const { ready: wanted, timeout } = start;
    const probe: ReadyProbe =
      "log" in wanted ? logProbe(wanted.log) : requestProbe(wanted.request, target.base_url, client);
    const child = this.#startChild(start, start.command, probe.heard);
    this.#server = child;
    const ready = await probe.wait(Date.now() + timeout * 1_000, () => child.status !== null || this.#closing);
    if (child.status !== null) {
      await child.ended;
      throw this.#failed(
        "ERR_SP_EXITED",
        child,
        `the SP ended before it was ready: ${child.status}`,
        "its last output tells why",
      );
    }
    if (ready) return;
    throw this.#failed(
      "ERR_SP_NOT_READY",
      child,
      `the SP was not ready within ${timeout} s: ${probe.lastSeen}`,
      probe.hint,
    );
  }

  #startChild(start: Start, command: readonly string[], heard?: ReadyProbe["heard"]): Child {
    if (this.#closing) throw new JitterbugError("ERR_SP_EXITED", "the SP was closed while it was started");
    const { target, environment, env, onOutput } = this.#options;
    const child = startChild(command, {
      cwd: resolve(target.dir, start.cwd ?? "."),
      env: { ...environment, ...start.env, ...env },
      onLine: (line) => {
        heard?.(line);
        onOutput?.(line);
      },
    });
    this.#children.push(child);
    return child;
  }

  #failed(code: ErrorCode, child: Child, message: string, hint: string): JitterbugError {
    return new JitterbugError(code, message, { hint, output: child.output.last(SHOWN_LINES) });
  }
}
