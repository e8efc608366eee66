import { defined } from "../defined.ts";
import type { Connection } from "../scenario/model/index.ts";
import { death } from "./broken-off.ts";
import { introduce, openWorld, type OpenWorld, type WorldOptions } from "./open-world.ts";
import { Teardown } from "./teardown.ts";

type Wanted = WorldOptions & { readonly used: ReadonlySet<string> };

/**
 * The identity providers, the SP and the browsers of several runs that follow one another, with what needs to be looked at
 * only once while they are up. Runs that share one are of the same target, one at a time. Whoever made it closes it.
 */
export class KeptWorld {
  #teardown = new Teardown();
  #world: OpenWorld | null = null;
  /** Connections that the SP was told of, where it must be. */
  #introduced: ReadonlySet<string> = new Set();
  readonly #examined = new Set<string>();
  readonly #lent: OpenWorld | null;

  /** `lent`: what is up already, for others too, and is neither started nor ended here. */
  constructor(lent: OpenWorld | null = null) {
    this.#lent = lent;
  }

  /**
   * What is up; started where nothing is yet, or the SP has ended meanwhile. Throws as `openWorld` does, and ERR_SP_EXITED
   * where what is lent has ended.
   */
  async open(options: Wanted): Promise<OpenWorld> {
    if (this.#lent !== null) return lentTo(this.#lent, options);
    if (this.#world !== null && this.#world.sp.exited !== null) await this.close();
    try {
      if (this.#world === null) this.#world = await openWorld(options, this.#teardown);
      else await this.#introduce(this.#world, options);
      this.#introduced = new Set([...this.#introduced, ...options.used]);
      return this.#world;
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  async #introduce({ sp }: OpenWorld, { target, used, onPhase }: Wanted): Promise<void> {
    const more = [...used].filter((name) => !this.#introduced.has(name));
    if (more.length > 0) await introduce(sp, target, { used: new Set(more), ...defined({ onPhase }) });
  }

  /** Those at which nobody has looked yet. */
  unexamined(connections: readonly Connection[]): readonly Connection[] {
    return connections.filter(({ name }) => !this.#examined.has(name));
  }

  /** They were found to be well. */
  examined(connections: readonly Connection[]): void {
    for (const { name } of connections) this.#examined.add(name);
  }

  /** Ends what is up; the next `open` starts it anew. What could not be ended is given back. */
  async close(): Promise<readonly unknown[]> {
    const teardown = this.#teardown;
    this.#teardown = new Teardown();
    this.#world = null;
    this.#introduced = new Set();
    this.#examined.clear();
    return await teardown.run();
  }
}

/** The same, stopped and told of by whoever runs. */
function lentTo(world: OpenWorld, { signal, onPhase, pace }: Wanted): OpenWorld {
  const ended = death(world);
  if (ended !== null) throw ended;
  return { ...world, ...defined({ signal, tell: onPhase, pace }) };
}
