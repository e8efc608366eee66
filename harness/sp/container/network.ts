import { randomBytes } from "node:crypto";
import { isIP } from "node:net";
import { JitterbugError } from "../../errors.ts";
import { freePort } from "../../ports.ts";
import type { Target } from "../../scenario/model/index.ts";
import type { Environment } from "../launch/child.ts";
import type { TargetVariables } from "../port.ts";
import type { Guard } from "../launch/guard.ts";
import { HOST_NAME } from "./host-name.ts";
import { connectEngine, refusalOf, type Engine } from "./engine.ts";
import { gatewayOf } from "./gateway.ts";
import { guardRun, nameOf, reap, RUN_LABEL, TARGET_LABEL } from "./reap.ts";

/**
 * The private network of one run, and the life of all that carries its label: what is left when it is closed, or when
 * the kit dies, is removed.
 */
export class ContainerNetwork {
  readonly engine: Engine;
  /** Names what this run makes. */
  readonly run: string;
  /** The network's id. */
  readonly id: string;
  /** As `gatewayOf` tells it. */
  readonly gateway: string | null;
  /** Where each service that says its `port` is found on this machine. */
  readonly published: ReadonlyMap<string, number>;
  /** On all that the run makes. */
  readonly labels: { readonly [name: string]: string };
  readonly #target: Target;
  readonly #guard: Guard;
  #making = false;

  private constructor(
    parts: Pick<ContainerNetwork, "engine" | "run" | "id" | "gateway" | "published" | "labels">,
    target: Target,
    guard: Guard,
  ) {
    this.engine = parts.engine;
    this.run = parts.run;
    this.id = parts.id;
    this.gateway = parts.gateway;
    this.published = parts.published;
    this.labels = parts.labels;
    this.#target = target;
    this.#guard = guard;
  }

  /** Throws ERR_MISSING_PACKAGE, ERR_CONTAINER. */
  static async open(target: Target, environment: Environment): Promise<ContainerNetwork> {
    const engine = await connectEngine();
    const run = randomBytes(4).toString("hex");
    const guard = guardRun(run, environment);
    guard.making(nameOf(run));
    try {
      const labels = { [RUN_LABEL]: run, [TARGET_LABEL]: target.file };
      const { id } = await engine.network.create({ Name: nameOf(run), Driver: "bridge", Labels: labels });
      guard.making(null);
      const gateway = await gatewayOf(engine, id);
      const published = new Map<string, number>();
      for (const service of target.container?.services ?? [])
        if (service.port !== undefined) published.set(service.name, await freePort());
      return new ContainerNetwork({ engine, run, id, gateway, published, labels }, target, guard);
    } catch (error) {
      await reap(engine, run).catch(() => undefined);
      guard.release();
      throw noNetwork(error);
    }
  }

  /** What templates of the target file may say of it. */
  get variables(): TargetVariables {
    const ports = [...this.published].map(([name, port]) => [`services.${name}.port`, String(port)]);
    return { "container.name": this.containerName, ...Object.fromEntries(ports) };
  }

  /** Of the SP's own container. */
  get containerName(): string {
    return `${nameOf(this.run)}-${this.#target.name}`;
  }

  /** What makes this machine known inside a container, by HOST_NAME and as the IdPs' address has it: `name:address`. */
  get extraHosts(): readonly string[] {
    const { url } = this.#target.idps;
    const own = url === undefined ? undefined : URL.parse(url)?.hostname;
    const names = new Set(own === undefined || own === "localhost" || isAddress(own) ? [HOST_NAME] : [HOST_NAME, own]);
    return [...names].map((name) => `${name}:${this.gateway ?? "host-gateway"}`);
  }

  /** Makes something of this name, one thing at a time: the engine may yet make it when the kit is gone. */
  async making<T>(name: string, work: () => Promise<T>): Promise<T> {
    this.#making = true;
    this.#guard.making(name);
    try {
      return await work();
    } finally {
      this.#making = false;
      this.#guard.making(null);
    }
  }

  /** Removes all that the run made. Throws ERR_CONTAINER where something stays. */
  async close(): Promise<void> {
    await reap(this.engine, this.run);
    // What is under way is cleared up by the guard, which sees the kit end.
    if (!this.#making) this.#guard.release();
  }
}

function isAddress(hostname: string): boolean {
  return isIP(hostname.replace(/^\[|\]$/g, "")) !== 0;
}

function noNetwork(error: unknown): unknown {
  const refusal = refusalOf(error);
  if (refusal === null) return error;
  return new JitterbugError("ERR_CONTAINER", `the container engine made no network: ${refusal.message}`, {
    hint: /address pool/.test(refusal.message) ? "`docker network prune` removes those that nobody uses" : undefined,
    cause: error,
  });
}
