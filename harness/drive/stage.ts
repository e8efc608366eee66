import type { Browser } from "../agent/port.ts";
import type { IdpPerson } from "../idp/port.ts";
import type { DoorObservation } from "../observe/door.ts";
import type { SessionState, Snapshot } from "../observe/snapshot.ts";
import type { PushObservation } from "../observe/push.ts";
import type {
  LogoutObservation,
  MailObservation,
  RefreshObservation,
  SeenPage,
  SignInObservation,
  StartObservation,
} from "../observe/observation.ts";
import { ActionFailed } from "../sp/index.ts";
import type { Check, Variant } from "../plan/check.ts";
import type { Action, Connection, Invitation, Json, PersonChange, Step } from "../scenario/model/index.ts";
import type { Look } from "../accounts/index.ts";
import type { SeedContext } from "../sp/port.ts";
import type { KnownSession } from "./known-session.ts";
import type { World } from "./world.ts";

/** What one variant's steps share: its people as they are now, its browsers, and the names given so far. */
export class Stage {
  readonly world: World;
  readonly check: Check;
  readonly variant: Variant;
  /** Seeded and remembered names -> account ids; null: nobody. */
  readonly names: Record<string, string | null> = {};
  /** Invitations that were made, by name. */
  readonly invitations: Record<string, Invitation> = {};
  /** Invitations by name -> the address that the invited person is sent; null: the SP tells none. */
  readonly links: Record<string, string | null> = {};
  /** Who asked for a new password -> the link of the mail that came; null: none came. */
  readonly mailed: Record<string, string | null> = {};
  /** Whether a link of a mail was followed to its end. */
  followed = false;
  /** Answers of the IdPs that were kept, by name; null: none came. */
  readonly kept: Record<string, KeptAnswer | null> = {};
  /** Who was pushed by SCIM -> the id of the SP's resource. */
  readonly resources: Record<string, string> = {};
  /** The bounds of time that something ran into. */
  readonly cutOff = new Set<string>();
  /** What is driven at this moment. */
  step: Step | null = null;
  /** When the SP was started again, in milliseconds since the epoch; 0: it was not. */
  restarted = 0;
  /** Connections that the SP would not be told of while an IdP was away. */
  readonly declined = new Set<Connection>();
  /** When somebody last did something, in milliseconds since the epoch. */
  acted = 0;
  readonly #claims = new Map<string, Record<string, Json>>();
  /** To whom the application is not given. */
  readonly #unassigned = new Set<string>();
  /** The connections whose IdPs somebody was made known to. */
  readonly #admitted = new Set<string>();
  readonly #browsers = new Map<string, Browser>();
  /** Browsers -> the session that they were last seen to have. */
  readonly #sessions = new Map<Browser, KnownSession>();
  /** What an IdP or the SP is otherwise in, and how it is undone. */
  #alterations: readonly Altered[] = [];
  #fresh = 0;

  constructor(world: World, check: Check, variant: Variant) {
    this.world = world;
    this.check = check;
    this.variant = variant;
    for (const person of Object.values(variant.people)) {
      this.#claims.set(person.name, { ...person.claims });
      if (person.assigned === false) this.#unassigned.add(person.name);
    }
  }

  connection(name: string): Connection {
    const found = this.world.target.connections.find((connection) => connection.name === name);
    if (found === undefined) throw new Error(`the plan names a connection that the target has not: ${name}`);
    return found;
  }

  person(name: string): { readonly key: string; readonly connection: string; readonly claims: Record<string, Json> } {
    const planned = this.variant.people[name];
    const claims = this.#claims.get(name);
    if (planned === undefined || claims === undefined) throw new Error(`the plan has no person named ${name}`);
    return { key: planned.key, connection: planned.connection, claims };
  }

  /** What a person does by hand at this SP. */
  byHand(name: string): readonly Action[] {
    const actions = this.world.target.drive[name];
    if (actions === undefined || actions === "none")
      throw new Error(`the plan has a step that the target cannot: ${name}`);
    return actions;
  }

  /** What a list came to, unless it is known to ask the SP for nothing. Throws ActionFailed. */
  answered(name: string, seen: SignInObservation): SignInObservation {
    const why = seen.outcome === "signed_in" ? null : this.world.unfit?.(name, this.check.connection);
    if (typeof why === "string") throw new ActionFailed(why);
    return seen;
  }

  change(name: string, { claims, without, assigned }: PersonChange): void {
    const current = this.person(name).claims;
    Object.assign(current, claims);
    for (const claim of without) delete current[claim];
    if (assigned === true) this.#unassigned.delete(name);
    if (assigned === false) this.#unassigned.add(name);
  }

  /** Makes the person known to a connection's IdP, with the claims of this moment. */
  admit(name: string, connection: string): IdpPerson {
    const { key, claims } = this.person(name);
    const person = { key, claims: { ...claims }, ...(this.#unassigned.has(name) ? { assigned: false as const } : {}) };
    this.world.idps.admit(connection, person);
    this.#admitted.add(connection);
    return person;
  }

  /** A named browser keeps its cookies through the variant; without a name a fresh one is made. */
  browser(name: string | undefined): Browser {
    const full = `${this.variant.ns}/${name ?? `fresh-${++this.#fresh}`}`;
    let browser = this.#browsers.get(full);
    if (browser === undefined) {
      browser = this.world.agent.browser(full);
      this.#browsers.set(full, browser);
    }
    return browser;
  }

  /** The session that a browser had before what is done in it now; undefined: none that was seen. */
  knownSession(browser: Browser): KnownSession | undefined {
    return this.#sessions.get(browser);
  }

  learn(browser: Browser, session: KnownSession | undefined): void {
    if (session === undefined) this.#sessions.delete(browser);
    else this.#sessions.set(browser, session);
  }

  /** Who a browser is signed in as, as it is read where nobody has just signed in. */
  async look(browser: Browser): Promise<SessionState> {
    const session = await this.world.sp.session(browser);
    const known = this.#sessions.get(browser);
    if (session.state === "signed_out") this.#sessions.delete(browser);
    if (session.state === "signed_in" && known?.account !== session.account)
      this.#sessions.set(browser, { account: session.account, person: null, proof: null, landing: null });
    return session;
  }

  /** Does what counts as one sign-in, when the SP's limits admit one more. */
  async inTurn<T>(work: () => Promise<T>): Promise<T> {
    const leave = await this.world.turn();
    try {
      return await work();
    } finally {
      leave();
    }
  }

  account(name: string): string {
    const id = this.names[name];
    if (id === undefined || id === null) throw new MissingAccount(name);
    return id;
  }

  seedContext(at?: string): SeedContext {
    const connection = this.connection(at ?? this.check.connection);
    return { ns: this.variant.ns, organization: connection.organization, connection: connection.name };
  }

  snapshot(look?: Look): Promise<Snapshot> {
    return this.world.sp.snapshot(this.variant.ns, look);
  }

  /**
   * When an IdP last answered after a moment, to a browser of this variant or to the SP on its behalf: before that,
   * nobody was let in or made. Null where none did.
   */
  answeredAt(since: number): number | null {
    const { ledger, idps } = this.world;
    const answers = ledger
      .peek(this.variant.ns)
      .filter(({ by, at, request }) => by !== "kit" && at >= since && request.url.startsWith(`${idps.origin}/`))
      .map(({ at, duration_ms }) => at + duration_ms);
    return answers.length === 0 ? null : Math.max(...answers);
  }

  altered(one: Altered): void {
    this.#alterations = [...this.#alterations, one];
  }

  /** Undoes what fails so. */
  async restore(endpoint: string): Promise<void> {
    for (const { fails, undo } of this.#alterations) if (fails === endpoint) await undo();
    this.#alterations = this.#alterations.filter(({ fails }) => fails !== endpoint);
  }

  /** Undoes everything of an IdP that fails. */
  async restoreAll(): Promise<void> {
    for (const { fails } of this.#alterations) if (fails !== undefined) await this.restore(fails);
  }

  /** Whether something of an IdP fails by this check's own doing. */
  get idpFails(): boolean {
    return this.#alterations.some(({ fails }) => fails !== undefined);
  }

  /**
   * Has the IdPs and the SP's connections be as they were, the last first. Throws the first failure, after all were tried.
   */
  async undo(): Promise<void> {
    const problems: unknown[] = [];
    for (const { undo } of this.#alterations.toReversed()) {
      try {
        await undo();
      } catch (error) {
        problems.push(error);
      }
    }
    this.#alterations = [];
    if (problems.length > 0) throw problems[0];
  }

  /** Closes the browsers and takes the people off the IdPs. */
  async clear(): Promise<void> {
    for (const person of Object.values(this.variant.people)) {
      for (const connection of this.#admitted) this.world.idps.dismiss(connection, person.key);
    }
    await Promise.all([...this.#browsers.values()].map((browser) => browser.close()));
  }
}

interface Altered {
  /** The endpoint that does not answer. */
  readonly fails?: string;
  readonly undo: () => void | Promise<void>;
}

/** An answer of an IdP that has not reached the SP. */
export interface KeptAnswer {
  /** Whom it signs in. */
  readonly person: string;
  /** The connection that it is of. */
  readonly connection: string;
  /** The address at the IdP that sends a browser on with it. */
  readonly address: string;
}

/** A step names an account that is nobody: the sign-in that should have made it was refused. */
export class MissingAccount extends Error {
  constructor(name: string) {
    super(`"${name}" is nobody: the sign-in that should have given this account its name left no session`);
  }
}

/** What a step driver tells; the runner of the steps adds snapshots, exchanges and times. */
export interface StepResult {
  readonly signIns: readonly SignInObservation[];
  readonly session?: SessionState;
  /** What a step that is no sign-in showed in its browser. */
  readonly page?: SeenPage;
  /** What came of starting the SP again. */
  readonly start?: StartObservation;
  /** What an address came to that was typed at the front door. */
  readonly door?: DoorObservation;
  /** What a sign-out at the IdP came to. */
  readonly logout?: LogoutObservation;
  /** What became of a question that the SP asked the IdP by a refresh token. */
  readonly refresh?: RefreshObservation;
  /** What a push by SCIM came to. */
  readonly push?: PushObservation;
  /** What came of a mail that the step waited for. */
  readonly mail?: MailObservation;
  /** Whose account gets the name, of a step that leaves no session: from the accounts before it and after. */
  readonly whose?: (before: Snapshot, after: Snapshot) => string | null;
  /** How many of the people who signed in at once left the IdP together. */
  readonly together?: number;
  /** Accounts that must come to be shown, and what else must come to be, where that is known. */
  readonly look?: Pick<Look, "shows" | "awaits">;
  /** Whether the SP's accounts may have changed, so that they must be read again. */
  readonly touchesAccounts: boolean;
}
