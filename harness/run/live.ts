import { setTimeout as pause } from "node:timers/promises";
import type { ConnectionAddresses, SharedEndpoint } from "../idp/port.ts";
import { JitterbugError } from "../errors.ts";
import { sameSnapshot } from "../observe/account.ts";
import type { Exchange } from "../observe/exchange.ts";
import type { StepObservation } from "../observe/observation.ts";
import type { Snapshot } from "../observe/snapshot.ts";
import { makePlan, type Plan, type Withheld } from "../plan/index.ts";
import { lookupIn, renderText } from "../scenario/template.ts";
import type { Connection, Person, Target } from "../scenario/model/index.ts";
import { provisionByHand, signInByHand, signOutByHand } from "./by-hand.ts";
import type { DrivenSignOut, HowToSignIn, Provisioning, SignOutAt } from "./by-hand.ts";
import { namespaces } from "./namespaces.ts";
import { KeptWorld } from "./kept-world.ts";
import type { OpenWorld } from "./open-world.ts";
import type { RunOptions, RunResult } from "./options.ts";
import { admitPeople, claimsOf, signInOf, BY_HAND, type DemoSignIn } from "./people.ts";
import { runSuite } from "./run-suite.ts";
import { setupsOf, type ConnectionSetup } from "./setup.ts";

/** What came of a sign-in in a browser of somebody's own: as much of it as the IdP and the SP's accounts show. */
export interface OwnSignIn extends DemoSignIn {
  readonly step: StepObservation;
}

export interface LiveListener {
  /** Whatever goes over the wire, as it comes: the kit's own looks, too. */
  readonly onExchange?: (exchange: Exchange) => void;
  /** An IdP has spoken to the SP of somebody; for a terminal. */
  readonly onSignIn?: (signIn: DemoSignIn) => void;
  /** The same once the accounts show what came of it, where it was in a browser of somebody's own. */
  readonly onOwn?: (own: OwnSignIn) => void;
}

/** What a run needs that is of the world, and not of the one run. */
export type RunSurroundings = Pick<
  RunOptions,
  "target" | "environment" | "env" | "allowRemote" | "allowRemoteChanges" | "stateDir" | "vault"
>;

/** What is run of it, and who hears of it. */
export type LiveRun = Pick<RunOptions, "scenarios" | "select" | "reporters" | "jobs" | "signal" | "pace">;

/** How an IdP does, and what the SP wanted of it. */
export interface Health {
  readonly endpoints: readonly {
    readonly name: SharedEndpoint;
    readonly url: string;
    /** What it answers; null: nothing. */
    readonly status: number | null;
    /** When the SP asked for it last, in milliseconds since the epoch; null: never since the start. */
    readonly asked: number | null;
  }[];
  /** When the SP was last told of somebody; null: never since the start. */
  readonly told: number | null;
}

/** An SP looks slow to nobody who has just clicked: the accounts are looked at until they have changed, or so often. */
const LOOKS_MS = [60, 150, 300, 600, 1_200];
const MOST_EXCHANGES = 300;

/** An SP and its IdPs that stay up for people: who sign in by the kit's browser at a click, or by their own. */
export class Live {
  readonly #world: OpenWorld;
  readonly #withheld: Withheld;
  readonly #listener: LiveListener;
  readonly #surroundings: RunSurroundings;
  readonly #kept: KeptWorld;
  #people: readonly Person[];
  /** One sign-in after another, so that what became of the accounts is each one's own. */
  #last: Promise<unknown> = Promise.resolve();
  #driving = false;
  #recent: Exchange[] = [];
  #seen: Snapshot | null = null;
  /** Connection -> when its IdP last told the SP of somebody. */
  readonly #told = new Map<string, number>();
  /** Address -> until when it was the kit that asked for it, and when the SP had before. */
  readonly #own = new Map<string, { readonly until: number; readonly asked: number | null }>();

  constructor(
    world: OpenWorld,
    people: readonly Person[],
    withheld: Withheld,
    surroundings: RunSurroundings,
    listener: LiveListener,
  ) {
    this.#world = world;
    this.#surroundings = surroundings;
    this.#kept = new KeptWorld(world);
    this.#people = people;
    this.#withheld = withheld;
    this.#listener = listener;
    admitPeople(world.idps, world.target, people);
  }

  /** Bound. */
  get target(): Target {
    return this.#world.target;
  }

  /** Whether the target file tells how to see the SP's accounts. */
  get showsAccounts(): boolean {
    return this.target.observe.accounts.length > 0;
  }

  /** Of the IdPs, without a slash at the end. */
  get origin(): string {
    return this.#world.idps.origin;
  }

  get people(): readonly Person[] {
    return this.#people;
  }

  get addresses(): readonly ConnectionAddresses[] {
    return this.target.connections.map(({ name }) => this.#world.idps.addresses(name));
  }

  /** What the two sides of a connection are told of each other. */
  async setup(connection: Connection): Promise<ConnectionSetup | undefined> {
    return (await setupsOf({ ...this.target, connections: [connection] }, this.#world.idps)).at(0);
  }

  /** In the place of those before, from the next sign-in on. */
  replacePeople(next: readonly Person[]): void {
    const { idps } = this.#world;
    const gone = this.#people.filter(({ name }) => next.every((person) => person.name !== name));
    for (const { name } of gone) for (const connection of this.target.connections) idps.dismiss(connection.name, name);
    admitPeople(idps, this.target, next);
    this.#people = next;
  }

  /** What a connection's IdP says of a person. */
  claimsOf(person: Person, connection: Connection): { readonly [claim: string]: unknown } {
    return claimsOf(connection, person, this.target);
  }

  /** Signs somebody in by the kit's own browser, a fresh one. Throws ERR_USAGE, ERR_OBSERVE. */
  signIn(person: Person, connection: Connection, how: HowToSignIn): Promise<StepObservation> {
    return this.#driven(async () => {
      const who = { person, connection, how, ns: BY_HAND, withheld: this.#withheld };
      const { step } = await signInByHand(this.#world, who);
      this.#seen = step.after;
      return step;
    });
  }

  /** Has the connection's IdP push somebody to the SP by SCIM. Throws ERR_USAGE, ERR_OBSERVE, ERR_SCIM. */
  provision(person: Person, connection: Connection, does: Provisioning): Promise<StepObservation> {
    return this.#driven(async () => {
      const who = { person, connection, ns: BY_HAND, withheld: this.#withheld };
      const step = await provisionByHand(this.#world, who, does);
      this.#seen = step.after;
      return step;
    });
  }

  /** Signs somebody in by the kit's own browser, and out again in it. Throws ERR_USAGE, ERR_OBSERVE. */
  signOut(person: Person, connection: Connection, from: SignOutAt): Promise<DrivenSignOut> {
    return this.#driven(async () => {
      const who = { person, connection, ns: BY_HAND, withheld: this.#withheld };
      const driven = await signOutByHand(this.#world, who, from);
      this.#seen = driven.out.after;
      return driven;
    });
  }

  /** From here on a key that nobody has seen signs what the connection's IdP says; it is published beside the old one. */
  async rotateKeys({ name }: Connection): Promise<void> {
    // By the login page, and by the kit's own browser.
    const people = this.#people.flatMap((person) => [person.name, `${person.name}.${BY_HAND}`]);
    await this.#world.idps.alter(name, { does: "rotate_keys", people });
  }

  /** Asks a connection's IdP for what the SP asks it for. */
  health({ name, protocol }: Connection): Promise<Health> {
    return this.#driven(async () => {
      const { idps, agent } = this.#world;
      const at = idps.addresses(name);
      const addresses: readonly (readonly [SharedEndpoint, string])[] =
        at.protocol === "oidc"
          ? [
              ["discovery", at.discovery_url],
              ["jwks", at.jwks_uri],
            ]
          : [["metadata", at.metadata_url]];
      const browser = agent.browser(`health/${protocol}`);
      try {
        const endpoints: Health["endpoints"][number][] = [];
        for (const [endpoint, url] of addresses) {
          const last = idps.lastAsked(name, endpoint);
          const own = this.#own.get(url);
          const asked = own !== undefined && last !== null && last <= own.until ? own.asked : last;
          const { status } = await browser.open(url);
          this.#own.set(url, { until: Date.now(), asked });
          endpoints.push({ name: endpoint, url, status: status ?? null, asked });
        }
        return { endpoints, told: this.#told.get(name) ?? null };
      } finally {
        await browser.close();
      }
    });
  }

  /**
   * Runs scenarios at what is up, with people of their own. Throws as `runSuite` does, and ERR_USAGE where the IdPs keep
   * sessions, which no scenario reckons with.
   */
  run(how: LiveRun): Promise<RunResult> {
    const { session } = this.target.idps;
    if (session !== undefined)
      throw new JitterbugError("ERR_USAGE", "the IdPs keep sessions here, and scenarios sign in anew each time", {
        hint: "`jitterbug run` drives them; or take `session` out of `idps` in the target file.",
      });
    return this.#driven(async () => {
      const result = await runSuite({
        ...this.#surroundings,
        ...how,
        kept: this.#kept,
        allowUnobservable: true,
        allowNothing: true,
        strictPolicy: false,
      });
      this.#seen = await this.#look();
      return result;
    });
  }

  /** The checks that these scenarios would be here. */
  plan(scenarios: LiveRun["scenarios"]): Plan {
    const select = { protocols: [], profiles: [], ids: scenarios.map(({ id }) => id), tags: [], policies: [] };
    const mint = namespaces(BY_HAND);
    return makePlan({ scenarios, target: this.#surroundings.target, select, mint, withheld: this.#withheld });
  }

  /** Nothing that goes over the wire meanwhile is of a browser of somebody's own. */
  #driven<T>(work: () => Promise<T>): Promise<T> {
    return this.#inTurn(async () => {
      this.#driving = true;
      try {
        return await work();
      } finally {
        this.#driving = false;
        this.#recent = [];
      }
    });
  }

  /** Where a browser of somebody's own goes to sign in as this person, without a card to pick. Throws ERR_USAGE. */
  async ownAddress(person: Person, connection: Connection): Promise<string> {
    this.#seen ??= await this.#look();
    const { idps, sp } = this.#world;
    if (!idps.knows(connection.name, person.name))
      throw new JitterbugError("ERR_USAGE", `nobody called ${JSON.stringify(person.name)} is known there`);
    idps.next({ person: person.name, connection: connection.name });
    return frontDoor(connection, sp.base_url, textOf(this.claimsOf(person, connection)["email"]));
  }

  noticed(exchange: Exchange): void {
    this.#listener.onExchange?.(exchange);
    const came = signInOf(exchange, this.#people, this.target);
    if (came !== null) this.#told.set(came.connection, came.at);
    if (this.#driving || exchange.by === "kit") {
      if (came !== null) this.#listener.onSignIn?.(came);
      return;
    }
    if (this.#recent.length < MOST_EXCHANGES) this.#recent.push(exchange);
    if (came === null) return;
    this.#listener.onSignIn?.(came);
    if (this.#listener.onOwn === undefined) return;
    void this.#inTurn(() => this.#whatCameOf(came)).catch(() => undefined);
  }

  async #whatCameOf(signIn: DemoSignIn): Promise<void> {
    const before = this.#seen;
    let after = before;
    for (const wait of LOOKS_MS) {
      await pause(wait);
      after = await this.#look();
      if (before !== null && after !== null && !sameSnapshot(before, after)) break;
    }
    const exchanges = this.#recent.splice(0);
    this.#seen = after;
    const none: Snapshot = { at: Date.now(), accounts: [] };
    this.#listener.onOwn?.({
      ...signIn,
      step: {
        index: 0,
        started_at: exchanges[0]?.at ?? signIn.at,
        duration_ms: Date.now() - signIn.at,
        sign_ins: [],
        before: before ?? after ?? none,
        after: after ?? none,
        names: {},
        exchanges,
      },
    });
  }

  /** Null where the accounts cannot be read. */
  async #look(): Promise<Snapshot | null> {
    try {
      return await this.#world.sp.snapshot(BY_HAND);
    } catch {
      return null;
    }
  }

  /** The accounts as they are before anybody came. */
  async ready(): Promise<void> {
    this.#seen = await this.#look();
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work);
    this.#last = turn.catch(() => undefined);
    return turn;
  }
}

/** Where a sign-in begins in the words of the target file, where that is an address alone; else the SP's front page. */
function frontDoor({ name, organization, sign_in }: Connection, base: string, email: string): string {
  const [first] = sign_in;
  if (first?.kind !== "open") return base;
  try {
    const values = { connection: name, organization, return_to: "", password: "", login: email, email };
    return new URL(renderText(first.target, lookupIn(values)), base).href;
  } catch {
    return base;
  }
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
