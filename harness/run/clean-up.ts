import { setTimeout as pause } from "node:timers/promises";
import { cleanUp } from "../drive/index.ts";
import type { CheckObservation } from "../observe/observation.ts";
import type { Check } from "../plan/check.ts";
import type { OpenWorld } from "./open-world.ts";

/** For removing what checks left that did not come to their end. */
const CLEAN_UP_MS = 3_000;

/** Removes the accounts of checks, once for each: at its end, or by the end of the run where it was cut off. */
export class CleanUp {
  readonly #world: OpenWorld;
  readonly #remove: boolean;
  readonly #warn: (text: string) => Promise<void>;
  /** The checks that were begun and whose accounts may still be there; the work of removing them, once that began. */
  readonly #open = new Map<Check, Promise<void> | null>();

  /** `remove`: false where the target may not be changed. */
  constructor(world: OpenWorld, remove: boolean, warn: (text: string) => Promise<void>) {
    this.#world = world;
    this.#remove = remove;
    this.#warn = warn;
  }

  begin(check: Check): void {
    this.#open.set(check, null);
  }

  /** Nothing where it was done already, or the run has ended meanwhile. */
  after(check: Check, observation: CheckObservation | null): Promise<void> {
    if (!this.#open.has(check)) return Promise.resolve();
    const begun = this.#open.get(check) ?? this.#perform(check, observation);
    this.#open.set(check, begun);
    return begun;
  }

  /** Of checks that were cut off; an SP that does not answer any more is not waited for. */
  async afterAll(): Promise<void> {
    if (this.#open.size === 0) return;
    const all = Promise.all([...this.#open.keys()].map((check) => this.after(check, null)));
    const timer = new AbortController();
    await Promise.race([all, pause(CLEAN_UP_MS, undefined, { signal: timer.signal }).catch(() => undefined)]);
    timer.abort();
    const names = [...this.#open.keys()].map(({ name }) => name);
    this.#open.clear();
    const { target, sp } = this.#world;
    if (names.length === 0 || target.seed.remove === undefined || sp.exited !== null) return;
    await this.#warn(`clean-up was not done in ${CLEAN_UP_MS / 1_000} s after ${names.join(", ")}`);
  }

  async #perform(check: Check, observation: CheckObservation | null): Promise<void> {
    const problem = this.#remove ? await cleanUp(check, observation, this.#world) : null;
    if (problem !== null) await this.#warn(`clean-up after ${check.name}: ${problem}`);
    this.#open.delete(check);
  }
}
