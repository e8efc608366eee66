import { JitterbugError } from "../../errors.ts";
import { pathFrom } from "../../paths.ts";
import { portOf } from "../../loopback.ts";
import type { Container as ContainerModel, ImageSource, Service } from "../../scenario/model/index.ts";
import { awaitReady, failed, requireFreePort, lastWords, type Launch, type LaunchOptions } from "../launch/port.ts";
import { logProbe, requestProbe, type ReadyProbe } from "../launch/ready.ts";
import { Container, type ContainerSpec } from "./container.ts";
import { imageOf } from "./image.ts";
import type { ContainerNetwork } from "./network.ts";
import { serviceProbe } from "./ready.ts";

export interface ContainerLaunchOptions extends LaunchOptions {
  readonly container: ContainerModel & { readonly source: ImageSource };
  readonly network: ContainerNetwork;
}

/** The SP in a container of its own, and what it needs in others, on one private network. */
export class ContainerLaunch implements Launch {
  readonly #options: ContainerLaunchOptions;
  readonly #services: Container[] = [];
  #server: Container | null = null;
  #closing = false;

  constructor(options: ContainerLaunchOptions) {
    this.#options = options;
  }

  get exited(): { readonly status: string; readonly output: string } | null {
    if (this.#closing || this.#server === null || this.#server.status === null) return null;
    return { status: this.#server.status, output: lastWords(this.#server.output) };
  }

  async start(): Promise<void> {
    const { target, client, container, onPhase } = this.#options;
    await requireFreePort(target, client);
    for (const service of container.services) await this.#startService(service);
    const image = await this.#image(container.source, target.name);
    for (const command of container.before) await this.#runBefore(image, command);
    onPhase?.("starting the SP");
    await this.#startServer(image);
  }

  async close(): Promise<void> {
    this.#closing = true;
    await this.#server?.end();
    await Promise.all(this.#services.splice(0).map((service) => service.remove()));
  }

  async #startService(service: Service): Promise<void> {
    const { container, onPhase } = this.#options;
    const { name, source, port, command, env } = service;
    const image = await this.#image(source, name);
    onPhase?.(`starting ${name}`);
    const here = this.#options.network.published.get(name);
    let heard: ReadyProbe["heard"];
    const started = await this.#run(name, (line) => heard?.(line), {
      image,
      command,
      env,
      mounts: this.#mounts(service.mount),
      ...(port === undefined || here === undefined ? {} : { publish: { inside: port, here } }),
    });
    this.#services.push(started);
    const probe = serviceProbe(service, started, here, this.#options.client);
    heard = probe.heard;
    await this.#ready(`the service ${name}`, started, probe, container.timeout);
  }

  /** As the SP itself, but for the command and the port. */
  async #runBefore(image: string, command: readonly string[]): Promise<void> {
    const { target, container, env } = this.#options;
    const shown = JSON.stringify(command);
    this.#options.onPhase?.(`running ${shown}`);
    const mounts = this.#mounts(container.mount);
    const run = await this.#run(`${target.name}.before`, undefined, {
      image,
      command,
      env: { ...container.env, ...env },
      mounts,
    });
    const timer = setTimeout(() => void run.remove(), target.limits.before * 1_000);
    await run.ended;
    clearTimeout(timer);
    if (!run.succeeded) {
      const hint = "run it by hand in a container of the image, as `docker run` does";
      throw failed("ERR_SP_EXITED", lastWords(run.output), `container.before ${shown} failed: ${run.status}`, hint);
    }
    await run.remove();
  }

  async #startServer(image: string): Promise<void> {
    const { target, client, container, env } = this.#options;
    const { ready, port, command, timeout } = container;
    const probe: ReadyProbe =
      "log" in ready
        ? logProbe(ready.log, { where: "container" })
        : requestProbe(ready.request, target.base_url, client, "container");
    const publish = { inside: port, here: portOf(new URL(target.base_url)) };
    const mounts = this.#mounts(container.mount);
    const spec = { image, command, env: { ...container.env, ...env }, mounts, publish };
    const server = await this.#run(target.name, probe.heard, spec);
    this.#server = server;
    await this.#ready("the SP", server, probe, timeout);
  }

  async #run(alias: string, heard: ReadyProbe["heard"], spec: Omit<ContainerSpec, "alias">): Promise<Container> {
    this.#requireOpen();
    const { target, network, onOutput } = this.#options;
    const prefix = alias === target.name ? "" : `${alias}: `;
    const started = await Container.start(network, { ...spec, alias }, (line) => {
      heard?.(line);
      onOutput?.(`${prefix}${line}`);
    });
    if (this.#closing) await started.remove();
    this.#requireOpen();
    return started;
  }

  #ready(name: string, starting: Container, probe: ReadyProbe, timeout: number): Promise<void> {
    return awaitReady(name, starting, probe, { timeout, isClosing: () => this.#closing });
  }

  #image(source: ImageSource, name: string): Promise<string> {
    this.#requireOpen();
    const { target, network, environment, onPhase, onOutput } = this.#options;
    return imageOf(source, {
      engine: network.engine,
      dir: target.dir,
      name,
      environment,
      onPhase: (text) => onPhase?.(text),
      onLine: (line) => onOutput?.(line),
    });
  }

  #mounts(mount: ContainerModel["mount"]): ContainerSpec["mounts"] {
    const { target, files = [] } = this.#options;
    const own = Object.entries(mount).map(([here, inside]) => [pathFrom(target.dir, here), inside] as const);
    return [...own, ...files.map((file) => [file, file] as const)];
  }

  #requireOpen(): void {
    if (this.#closing) throw new JitterbugError("ERR_SP_EXITED", "the SP was closed while it was started");
  }
}
