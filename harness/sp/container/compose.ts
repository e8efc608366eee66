import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { JitterbugError } from "../../errors.ts";
import { pathFrom } from "../../paths.ts";
import { portOf } from "../../loopback.ts";
import type { ComposeSource, Container } from "../../scenario/model/index.ts";
import { startChild, type Child, type Environment } from "../launch/child.ts";
import { awaitReady, requireFreePort, lastWords, type Launch, type LaunchOptions } from "../launch/port.ts";
import { logProbe, requestProbe, type ReadyProbe } from "../launch/ready.ts";
import type { ContainerNetwork } from "./network.ts";
import { nameOf } from "./reap.ts";

export interface ComposeLaunchOptions extends LaunchOptions {
  readonly container: Container & { readonly source: ComposeSource };
  readonly network: ContainerNetwork;
}

const POLL_MS = 200;

/**
 * The SP as a service of a compose file, in a project of the run's own: `compose up` runs beside the kit and prints
 * what the SP prints. A second file, which only the kit sees, publishes the SP's port and tells it where the IdPs are.
 */
export class ComposeLaunch implements Launch {
  readonly #options: ComposeLaunchOptions;
  readonly #folder = mkdtempSync(join(tmpdir(), "jitterbug-compose-"));
  #child: Child | null = null;
  /** Of the SP's own container; null while it runs, or is not there yet. */
  #status: string | null = null;
  #closing = false;

  constructor(options: ComposeLaunchOptions) {
    this.#options = options;
  }

  get exited(): { readonly status: string; readonly output: string } | null {
    const status = this.#ended();
    return this.#closing || this.#child === null || status === null
      ? null
      : { status, output: lastWords(this.#child.output) };
  }

  async start(): Promise<void> {
    const { target, client, container, onPhase } = this.#options;
    await requireFreePort(target, client);
    const compose = await this.#command();
    onPhase?.(`starting the SP (${compose.join(" ")} up)`);
    const { ready } = container;
    const probe =
      "log" in ready
        ? logProbe(ready.log, { where: "container" })
        : requestProbe(ready.request, target.base_url, client, "container");
    const child = this.#up(compose, probe);
    void this.#options.network.making(this.#options.network.containerName, () => this.#seen(child));
    void this.#watch(child);
    const ended = () => this.#ended();
    const starting = {
      get status() {
        return ended();
      },
      ended: child.ended,
      output: child.output,
    };
    await awaitReady("the SP", starting, probe, { timeout: container.timeout, isClosing: () => this.#closing });
  }

  async close(): Promise<void> {
    this.#closing = true;
    await this.#child?.end();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #ended(): string | null {
    return this.#status ?? this.#child?.status ?? null;
  }

  #up(compose: readonly string[], probe: ReadyProbe): Child {
    const { target, container, network, onOutput } = this.#options;
    const { files, service } = container.source;
    const own = files.map((file) => pathFrom(target.dir, file));
    const override = join(this.#folder, "jitterbug.yaml");
    // JSON is YAML.
    writeFileSync(override, JSON.stringify(this.#override()), { mode: 0o600 });
    const words = [
      ...compose,
      "--project-name",
      nameOf(network.run),
      ...[...own, override].flatMap((file) => ["--file", file]),
      "up",
      "--no-color",
      "--build",
      service,
    ];
    this.#child = startChild(words, {
      cwd: dirname(own[0] ?? target.dir),
      env: { ...this.#options.environment, ...this.#environment() },
      onLine: (line) => {
        probe.heard?.(line);
        onOutput?.(line);
      },
    });
    return this.#child;
  }

  #override(): object {
    const { target, container, network, files = [] } = this.#options;
    const here = portOf(new URL(target.base_url));
    const sp = {
      container_name: network.containerName,
      labels: network.labels,
      environment: this.#environment(),
      extra_hosts: network.extraHosts,
      volumes: files.map((file) => `${file}:${file}:ro`),
      ports: [`127.0.0.1:${here}:${container.port}`],
    };
    return { services: { [container.source.service]: sp } };
  }

  #environment(): Environment {
    return { ...this.#options.container.env, ...this.#options.env };
  }

  /** The first that is installed. */
  async #command(): Promise<readonly string[]> {
    for (const command of [["docker", "compose"], ["docker-compose"]]) {
      const { dir } = this.#options.target;
      const child = startChild([...command, "version"], { cwd: dir, env: this.#options.environment });
      await child.ended;
      await child.end();
      if (child.succeeded) return command;
    }
    throw new JitterbugError("ERR_CONTAINER", "a compose file needs `docker compose`, which is not installed", {
      hint: "install the compose plugin of Docker, or say `image` or `build` instead, with `services` beside it",
    });
  }

  /** `compose up` may go on when the SP has ended. */
  async #watch(child: Child): Promise<void> {
    while (child.status === null && !this.#closing) {
      const state = await this.#state();
      if (state?.Running === true) {
        await this.#handle.wait().catch(() => undefined);
        continue;
      }
      if (state?.Status === "exited" || state?.Status === "dead") {
        this.#status = `exit status ${state.ExitCode}`;
        return;
      }
      await pause(POLL_MS, undefined, { ref: false });
    }
  }

  /** Resolves when the SP's container is there, or will not be. */
  async #seen(child: Child): Promise<void> {
    while (child.status === null && (await this.#state()) === null) await pause(POLL_MS, undefined, { ref: false });
  }

  async #state() {
    return this.#handle.inspect().then(
      ({ State }) => State,
      () => null,
    );
  }

  get #handle() {
    const { engine, containerName } = this.#options.network;
    return engine.container.dockerode.getContainer(containerName);
  }
}
