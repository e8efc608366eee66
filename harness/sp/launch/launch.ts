import { JitterbugError } from "../../errors.ts";
import { pathFrom } from "../../paths.ts";
import type { Start } from "../../scenario/model/index.ts";
import { RequestFailed } from "../request.ts";
import { startChild, type Child } from "./child.ts";
import { findElsewhere } from "./elsewhere.ts";
import { awaitReady, failed, requireFreePort, lastWords, type Launch, type LaunchOptions } from "./port.ts";
import { logProbe, requestProbe, type ReadyProbe } from "./ready.ts";

/** The SP as a process of this machine, or as one that somebody else started. */
export class CommandLaunch implements Launch {
  readonly #options: LaunchOptions;
  readonly #children: Child[] = [];
  #server: Child | null = null;
  #closing = false;

  constructor(options: LaunchOptions) {
    this.#options = options;
  }

  get exited(): { readonly status: string; readonly output: string } | null {
    if (this.#closing || this.#server?.status === null || this.#server === null) return null;
    return { status: this.#server.status, output: lastWords(this.#server.output, this.#server.cwd) };
  }

  async start(): Promise<void> {
    const { start } = this.#options.target;
    if (start === undefined) return this.#requireRunning();
    await requireFreePort(this.#options.target, this.#options.client);
    for (const command of start.before) await this.#runBefore(start, command);
    await this.#startServer(start);
  }

  async restart(): Promise<void> {
    const { start } = this.#options.target;
    const ended = this.#server;
    if (start === undefined) throw new TypeError("an SP that the kit did not start is not started again");
    // That it ends now is nothing to tell of.
    this.#server = null;
    if (ended !== null) {
      await ended.end();
      this.#children.splice(this.#children.indexOf(ended), 1);
    }
    await this.#startServer(start);
  }

  async close(): Promise<void> {
    this.#closing = true;
    for (let child = this.#children.pop(); child !== undefined; child = this.#children.pop()) await child.end();
  }

  async #requireRunning(): Promise<void> {
    const { base_url, file } = this.#options.target;
    try {
      await this.#options.client.send({ method: "GET", url: `${base_url}/` });
    } catch (error) {
      if (!(error instanceof RequestFailed)) throw error;
      throw new JitterbugError("ERR_SP_UNREACHABLE", `the SP does not answer at ${base_url}: ${error.message}`, {
        hint: `start it first, or let ${file} start it (start: { command: [...] })`,
        cause: error,
      });
    }
  }

  async #runBefore(start: Start, command: readonly string[]): Promise<void> {
    const child = this.#startChild(start, command);
    const { before } = this.#options.target.limits;
    const timer = { passed: false };
    const timeout = setTimeout(() => {
      timer.passed = true;
      void child.end();
    }, before * 1_000);
    await child.ended;
    clearTimeout(timeout);
    if (child.succeeded) return;
    const how = timer.passed ? `took longer than limits.before, ${before} s` : `failed: ${child.status}`;
    const message = `start.before ${JSON.stringify(command)} ${how}`;
    const hint = "run it by hand in the target file's folder";
    throw failed("ERR_SP_EXITED", lastWords(child.output, child.cwd), message, hint);
  }

  async #startServer(start: Start): Promise<void> {
    const { target, client } = this.#options;
    const { ready: wanted, timeout } = start;
    const probe: ReadyProbe =
      "log" in wanted ? logProbe(wanted.log) : requestProbe(wanted.request, target.base_url, client);
    const child = this.#startChild(start, start.command, { heard: probe.heard, stdin: start.stdin });
    this.#server = child;
    await awaitReady("the SP", child, probe, {
      timeout,
      isClosing: () => this.#closing,
      elsewhere: () => findElsewhere(target, start, child, client),
    });
  }

  #startChild(
    start: Start,
    command: readonly string[],
    {
      heard,
      stdin,
    }: { readonly heard?: ReadyProbe["heard"] | undefined; readonly stdin?: Start["stdin"] | undefined } = {},
  ): Child {
    if (this.#closing) throw new JitterbugError("ERR_SP_EXITED", "the SP was closed while it was started");
    const { target, environment, env, onOutput } = this.#options;
    const child = startChild(command, {
      cwd: pathFrom(target.dir, start.cwd ?? "."),
      env: { ...environment, ...start.env, ...env },
      stdin,
      onLine: (line) => {
        heard?.(line);
        onOutput?.(line);
      },
    });
    this.#children.push(child);
    return child;
  }
}
