import type { Check, Withheld } from "../plan/index.ts";
import { needsOfScenario } from "../scenario/index.ts";
import { namespaces } from "./namespaces.ts";
import type { OpenWorld } from "./open-world.ts";
import { HANDS, type Hand } from "./trial-scenarios.ts";
import { tryOut, type Tried } from "./trial.ts";

/** So many connections are tried for one list before it is left to the checks. */
const MOST_TRIES = 3;

/**
 * Tries each list of `drive` once, before the first check that uses it: what a target file writes wrongly must not
 * show itself as the SP's failure, nor as something that does not apply. Where it does not work at one check's
 * connection it is tried at the next one's, for an SP may differ there; where it works once it is not tried again.
 */
export class Trials {
  readonly #world: OpenWorld;
  readonly #withheld: Withheld;
  readonly #mint: (n: number) => string;
  readonly #warn: (text: string) => Promise<void>;
  readonly #tried = new Map<string, Map<string, Tried>>(HANDS.map(({ name }) => [name, new Map<string, Tried>()]));
  readonly #told = new Set<string>();
  /** One after another, so that each list is tried by one check alone. */
  #turn: Promise<void> = Promise.resolve();
  #minted = 0;

  constructor(world: OpenWorld, withheld: Withheld, seed: string, warn: (text: string) => Promise<void>) {
    this.#world = world;
    this.#withheld = withheld;
    this.#mint = namespaces(`${seed}:hands`);
    this.#warn = warn;
  }

  /** Resolves once what the check does by hand was tried. */
  before({ scenario, connection }: Check): Promise<void> {
    const used = HANDS.filter((hand) => needsOfScenario(scenario).abilities.includes(hand.name));
    if (used.every((hand) => this.#isSettled(hand, connection))) return Promise.resolve();
    const turn = this.#after(this.#turn, used, connection);
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  /** Why what a list comes to at a connection is no answer of the SP; null: it is one. */
  unfit(hand: string, connection: string): string | null {
    const tried = this.#tried.get(hand)?.get(connection);
    return tried?.unasked === true ? `${tried.message}${tried.hint === undefined ? "" : `: ${tried.hint}`}` : null;
  }

  async #after(turn: Promise<void>, used: readonly Hand[], connection: string): Promise<void> {
    await turn;
    for (const hand of used) if (!this.#isSettled(hand, connection)) await this.#try(hand, connection);
  }

  #isSettled(hand: Hand, connection: string): boolean {
    const all = this.#tried.get(hand.name) ?? new Map<string, Tried>();
    return all.has(connection) || isDone([...all.values()]);
  }

  async #try(hand: Hand, name: string): Promise<void> {
    const { target, sp, signal } = this.#world;
    const connection = target.connections.find((one) => one.name === name);
    if (connection === undefined || sp.exited !== null || signal?.aborted === true) return;
    const ns = this.#mint(this.#minted++);
    const tried = await tryOut(this.#world, { hand, connection, ns, withheld: this.#withheld });
    this.#tried.get(hand.name)?.set(name, tried);
    if (tried.state === "works" || tried.state === "untried" || this.#told.has(hand.name)) return;
    this.#told.add(hand.name);
    const cure = tried.hint === undefined ? "" : `; ${tried.hint}`;
    await this.#warn(`drive.${hand.name} was tried at ${name}: ${tried.message}${cure}`);
  }
}

function isDone(tried: readonly Tried[]): boolean {
  const seen = tried.filter(({ state }) => state !== "untried");
  return seen.length >= MOST_TRIES || seen.some(({ state }) => state === "works");
}
