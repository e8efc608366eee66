import { setTimeout as pause } from "node:timers/promises";
import { JitterbugError } from "../../errors.ts";
import { OutputTail } from "../launch/output.ts";
import { refusalOf } from "./engine.ts";
import type { ContainerNetwork } from "./network.ts";
import { nameOf } from "./reap.ts";

export interface ContainerSpec {
  /** Other containers of the network reach it by this name. */
  readonly alias: string;
  /** An image's id. */
  readonly image: string;
  /** Left out: the image's own. */
  readonly command?: readonly string[] | undefined;
  readonly env: { readonly [name: string]: string | undefined };
  /** Absolute paths of this machine and paths inside, read-only. */
  readonly mounts: readonly (readonly [here: string, inside: string])[];
  /** A port inside and the one on 127.0.0.1 at which it is published. */
  readonly publish?: { readonly inside: number; readonly here: number } | undefined;
}

/** Its last words may still be on their way when the engine says that it has ended. */
const LAST_WORDS_MS = 500;
const GRACE_S = 2;

type Handle = Awaited<ReturnType<ContainerNetwork["engine"]["container"]["create"]>>;

/** One container of a run, with the last lines that it printed. */
export class Container {
  readonly output: OutputTail;
  /** Resolves when it has ended and its output is read. */
  readonly ended: Promise<void>;
  readonly #network: ContainerNetwork;
  readonly #handle: Handle;
  #status: string | null = null;
  #code: number | null = null;

  private constructor(network: ContainerNetwork, handle: Handle, output: OutputTail, read: Promise<void>) {
    this.#network = network;
    this.#handle = handle;
    this.output = output;
    this.ended = this.#watch(read);
  }

  /** Throws ERR_CONTAINER, ERR_PORT_TAKEN. What was made half way is removed when the network is closed. */
  static async start(
    network: ContainerNetwork,
    spec: ContainerSpec,
    onLine: (line: string) => void,
  ): Promise<Container> {
    const { container } = network.engine;
    try {
      const options = optionsOf(network, spec);
      const handle = await network.making(options.name, () => container.create(options));
      const output = new OutputTail(onLine);
      const sink = output.stream();
      const stream = await container.attach(handle);
      const read = new Promise<void>((resolve) => {
        stream.on("data", (text: string) => sink.write(text));
        stream.on("error", () => resolve());
        stream.on("close", () => resolve());
        stream.on("end", () => resolve());
      }).then(() => sink.end());
      await container.start(handle);
      return new Container(network, handle, output, read);
    } catch (error) {
      throw notStarted(error, spec);
    }
  }

  /** Null while it runs; then `exit status 1`. */
  get status(): string | null {
    return this.#status;
  }

  get succeeded(): boolean {
    return this.#code === 0;
  }

  /** Of the image's own health check: `healthy`, `starting`, `unhealthy`; null where it has none. */
  async health(): Promise<string | null> {
    const { State } = await this.#handle.inspect();
    return State.Health === undefined || State.Health.Status === "none" ? null : State.Health.Status;
  }

  /** Runs a command inside. */
  async run(command: readonly string[]): Promise<{ readonly status: number; readonly output: string }> {
    const { exitCode, output } = await this.#network.engine.container.exec(this.#handle, [...command]);
    return { status: exitCode, output };
  }

  /** SIGTERM, and SIGKILL two seconds later; then it is removed, with its anonymous volumes. */
  async end(): Promise<void> {
    await granted(this.#handle.stop({ t: GRACE_S }));
    await this.ended;
    await this.remove();
  }

  /** At once. */
  async remove(): Promise<void> {
    await granted(this.#handle.remove({ force: true, v: true }));
  }

  async #watch(read: Promise<void>): Promise<void> {
    const code = await this.#exitCode();
    await Promise.race([read, pause(LAST_WORDS_MS, undefined, { ref: false })]);
    const { State } = (await granted(this.#handle.inspect())) ?? {};
    this.#code = code;
    this.#status = `exit status ${code ?? "unknown"}${State?.OOMKilled === true ? " (out of memory)" : ""}`;
  }

  async #exitCode(): Promise<number | null> {
    const answer = (await granted(this.#handle.wait())) as { readonly StatusCode: number } | null;
    return answer?.StatusCode ?? null;
  }
}

function optionsOf(network: ContainerNetwork, spec: ContainerSpec) {
  const { alias, image, command, env, mounts, publish } = spec;
  const inside = publish === undefined ? null : `${publish.inside}/tcp`;
  return {
    name: `${nameOf(network.run)}-${alias}`,
    Image: image,
    ...(command === undefined ? {} : { Cmd: [...command] }),
    Env: Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${value}`])),
    Labels: { ...network.labels },
    ...(inside === null ? {} : { ExposedPorts: { [inside]: {} } }),
    HostConfig: {
      NetworkMode: network.id,
      ExtraHosts: [...network.extraHosts],
      Mounts: mounts.map(([Source, Target]) => ({ Type: "bind" as const, Source, Target, ReadOnly: true })),
      ...(inside === null
        ? {}
        : { PortBindings: { [inside]: [{ HostIp: "127.0.0.1", HostPort: String(publish?.here) }] } }),
    },
    NetworkingConfig: { EndpointsConfig: { [network.id]: { Aliases: [alias] } } },
  };
}

/** What the engine answers; null where it refuses because the container is gone or has ended already. */
async function granted<T>(request: Promise<T>): Promise<T | null> {
  try {
    return await request;
  } catch (error) {
    if (refusalOf(error) === null) throw error;
    return null;
  }
}

function notStarted(error: unknown, { alias, publish }: ContainerSpec): unknown {
  const refusal = refusalOf(error);
  if (refusal === null) return error;
  const { message } = refusal;
  if (/port is already allocated|address already in use/.test(message)) {
    return new JitterbugError("ERR_PORT_TAKEN", `port ${publish?.here} for ${alias} was taken in the meantime`, {
      hint: "try again, or end what holds it",
      cause: error,
    });
  }
  return new JitterbugError("ERR_CONTAINER", `${alias} cannot be started: ${message}`, {
    hint: /executable file not found|no such file or directory/.test(message)
      ? "its command must be a program that is inside the image"
      : undefined,
    cause: error,
  });
}
