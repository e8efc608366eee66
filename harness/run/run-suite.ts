import type { Screenshot } from "../agent/chromium/index.ts";
import { defined } from "../defined.ts";
import type { JitterbugError } from "../errors.ts";
import { Vault } from "../observe/vault.ts";
import { asKnown } from "../judge/index.ts";
import { isLeftOut, makePlan } from "../plan/index.ts";
import type { Check, Plan } from "../plan/check.ts";
import type { Withheld } from "../plan/leave.ts";
import type { Finding, Part, RunEvent } from "../report/events.ts";
import { createMultiplexer } from "../report/multiplexer.ts";
import { redactEvent } from "../report/redact-event.ts";
import { secretsOf } from "../report/secrets-of.ts";
import type { Connection, Target } from "../scenario/model/index.ts";
import { adviceOn, adviceOnRestless } from "../sp/index.ts";
import { death, destruction } from "./broken-off.ts";
import { CleanUp } from "./clean-up.ts";
import { diagnosed } from "./diagnosed.ts";
import { driveChecks, type Judged } from "./drive-checks.ts";
import { FirstPerson } from "./first-person.ts";
import { withheldFrom } from "./leave.ts";
import { namespaces, randomSeed } from "./namespaces.ts";
import { refuseStale } from "./known.ts";
import { openWorld, type OpenWorld } from "./open-world.ts";
import type { RunOptions, RunResult } from "./options.ts";
import { Screenshots } from "./screenshots.ts";
import { Sharing } from "./sharing.ts";
import { stopped } from "./stopped.ts";
import { Tally } from "./tally.ts";
import { Teardown } from "./teardown.ts";
import { Trials } from "./trials.ts";
import { workersFor } from "./workers/how-many.ts";
import { Workforce } from "./workers/workforce.ts";

/**
 * Runs scenarios against a target: plan, start, diagnose, drive, judge, tell. The sole emitter of events.
 * Throws JitterbugError where the run could not be made at all; a run that was stopped half way is a partial result.
 */
export async function runSuite(options: RunOptions): Promise<RunResult> {
  const run = new Run(options);
  try {
    return await run.perform();
  } finally {
    await run.close();
  }
}

/** The secrets of one worker are told by other numbers than those of the next. */
const PLACEHOLDERS_OF_A_WORKER = 1_000_000;

/** Of what is left out, by name. */
const FEW = 5;

/** For what is in flight when the run is stopped. */
const GRACE_MS = 1_000;

/** What the stages of a run work on. */
interface Opened {
  readonly world: OpenWorld;
  readonly cleanUp: CleanUp;
  readonly first: FirstPerson;
}

class Run {
  readonly #options: RunOptions;
  readonly #seed: string;
  readonly #withheld: Withheld;
  readonly #plan: Plan;
  readonly #teardown = new Teardown();
  readonly #vault: Vault;
  readonly #screenshots: Screenshots | null;
  readonly #emit: (event: RunEvent) => Promise<void>;
  readonly #tally: Tally;
  readonly #started = Date.now();
  #plans = 0;
  #findings: readonly Finding[] = [];
  #brokenOff: JitterbugError | null = null;
  /** Once the world is open. */
  #cleanUp: CleanUp | null = null;
  #finished = false;

  constructor(options: RunOptions) {
    this.#options = options;
    this.#seed = options.seed ?? randomSeed();
    this.#withheld = withheldFrom(options.target, options);
    this.#screenshots = options.screenshots === undefined ? null : new Screenshots(options.screenshots);
    const pictures = this.#screenshots === null ? [] : [this.#screenshots];
    const listeners = createMultiplexer([...options.reporters, ...pictures]);
    this.#vault = options.vault ?? new Vault(((options.worker ?? 1) - 1) * PLACEHOLDERS_OF_A_WORKER);
    this.#vault.learn(secretsOf(options.target));
    // What was left behind when the run was stopped tells nothing any more.
    this.#emit = (event) => {
      if (event.type === "run_finished") this.#finished = true;
      else if (this.#finished && event.type !== "warning") return Promise.resolve();
      return listeners.emit(redactEvent(event, this.#vault));
    };
    this.#plan = this.#makePlan(options.scenarios);
    if (options.knownIsOld !== true) this.#refuseStale();
    this.#tally = new Tally({
      plan: this.#plan,
      strictPolicy: options.strictPolicy,
      whole: options.whole === true,
      allowUnobservable: options.allowUnobservable,
      // A shard may well be empty.
      allowNothing: options.allowNothing === true || options.select.shard !== undefined,
      known: options.known ?? [],
      emit: (event) => this.#emit(event),
    });
  }

  /**
   * What is in flight when the run is stopped may end by itself for a moment; what does not (an SP that hangs, one
   * that is not ready yet) is left behind, and ended by the tear-down.
   */
  async perform(): Promise<RunResult> {
    const work = this.#perform();
    const ended = await Promise.race([
      work.then(() => true),
      stopped(this.#options.signal, GRACE_MS).then(() => false),
    ]);
    if (!ended) work.catch(() => undefined);
    return this.#finish();
  }

  async #perform(): Promise<void> {
    await this.#announce();
    await this.#tellLeftOut();
    if (this.#driven.length === 0 || this.#isStopped()) return;
    try {
      const { workers, target } = this.#options;
      const count = workers === undefined ? 1 : workersFor({ ...workers, target, checks: this.#driven.length });
      if (workers !== undefined && count > 1) return await this.#employ(count, workers);
      const opened = await this.#open();
      for (const stage of this.#stages) if (!(await stage(opened))) break;
      await this.#noticeDeath(opened.world);
    } catch (error) {
      if (!this.#isStopped()) throw error;
    }
  }

  /** What is done once everything is started, in this order; false: what follows has no sense any more. */
  readonly #stages: readonly ((opened: Opened) => Promise<boolean>)[] = [
    (opened) => this.#examine(opened),
    (opened) => this.#welcome(opened),
    (opened) => this.#drive(opened),
    (opened) => this.#part(opened),
    (opened) => this.#advise(opened),
  ];

  /** Ends everything that was started, also when the run could not be made. */
  async close(): Promise<void> {
    await this.#cleanUp?.afterAll();
    for (const error of await this.#teardown.run()) {
      await this.#warn(`tear-down: ${error instanceof Error ? error.message : String(error)}`);
    }
    if (!this.#finished) await this.#finish();
  }

  async #noticeDeath(world: OpenWorld): Promise<void> {
    if (this.#isStopped()) return;
    this.#brokenOff ??= death(world);
    if (this.#brokenOff !== null) await this.#warn(this.#brokenOff.message);
  }

  #warn(text: string): Promise<void> {
    return this.#emit({ type: "warning", at: Date.now(), text });
  }

  #isStopped(): boolean {
    return this.#options.signal?.aborted === true;
  }

  #makePlan(scenarios: RunOptions["scenarios"], select = this.#options.select): Plan {
    const { target, tuples } = this.#options;
    // Whoever is driven again is another person.
    const mint = namespaces(this.#plans === 0 ? this.#seed : `${this.#seed}:again ${this.#plans}`);
    this.#plans++;
    return makePlan({
      scenarios,
      target,
      select,
      mint,
      withheld: this.#withheld,
      ...defined({ tuples }),
    });
  }

  /** A green run must not read as if what is newer had been asked. */
  async #tellLeftOut(): Promise<void> {
    const { scenarios, target, select, worker } = this.#options;
    const newer = scenarios.filter((scenario) => isLeftOut(scenario, target, select)).map(({ id }) => id);
    if (newer.length === 0 || worker !== undefined) return;
    const few =
      newer.length > FEW ? `${newer.slice(0, FEW).join(", ")} and ${newer.length - FEW} more` : newer.join(", ");
    await this.#warn(
      `checks: ${target.checks} leaves out what came later: ${few}; --id asks for one of them all the same`,
    );
  }

  /** Where the plan is whole, what is known speaks of it, or of nothing. */
  #refuseStale(): void {
    const { known = [], whole, wholeOfShards, scenarios, select } = this.#options;
    if (known.length === 0 || (whole !== true && wholeOfShards !== true)) return;
    const { shard: _, ...rest } = select;
    refuseStale(known, whole === true ? this.#plan : this.#makePlan(scenarios, rest));
  }

  #announce(): Promise<void> {
    return this.#emit({
      type: "run_started",
      at: this.#started,
      target: this.#options.target.name,
      seed: this.#seed,
      plan: this.#plan,
      strict_policy: this.#options.strictPolicy,
      whole: this.#options.whole === true,
      shard: this.#options.select.shard !== undefined,
      ...defined({ part: this.#ofShards(), known_failures: this.#options.known }),
    });
  }

  /** What `merge` must know of the other shards: the plan that they make up together. */
  #ofShards(): Part | undefined {
    const { scenarios, select, wholeOfShards } = this.#options;
    const { shard, ...rest } = select;
    // A worker of a shard is told what it drives by name.
    if (shard === undefined || select.names !== undefined) return undefined;
    const { checks, not_offered } = this.#makePlan(scenarios, rest);
    return { ...shard, whole: wholeOfShards === true, names: checks.map(({ name }) => name), not_offered };
  }

  async #open(): Promise<Opened> {
    const { target, environment, env, agent, allowRemote, allowRemoteChanges, reset, stateDir } = this.#options;
    const { signal, worker, kept, pace } = this.#options;
    const screenshots = this.#screenshots;
    const onPhase = (text: string) => void this.#emit({ type: "phase", at: Date.now(), text });
    const wanted = {
      target,
      environment,
      allowRemote,
      stateDir,
      onPhase,
      vault: this.#vault,
      ...defined({ allowRemoteChanges, reset, env, agent }),
      ...(screenshots === null ? {} : { onScreenshot: (screenshot: Screenshot) => screenshots.take(screenshot) }),
      used: new Set(this.#usedOf(target).map(({ name }) => name)),
      ...defined({ signal, worker, pace }),
    };
    const world = await (kept?.open(wanted) ?? openWorld(wanted, this.#teardown));
    const cleanUp = new CleanUp(world, this.#withheld.seeding === undefined, (text) => this.#warn(text));
    this.#cleanUp = cleanUp;
    return { world, cleanUp, first: new FirstPerson(world, cleanUp, this.#seed) };
  }

  /** The doctor, at the connections that are used and were not found to be well by the run before. */
  async #examine({ world }: Opened): Promise<boolean> {
    const { kept } = this.#options;
    const used = this.#usedOf(world.target);
    const connections = kept?.unexamined(used) ?? used;
    if (connections.length > 0) {
      this.#findings = await diagnosed(world, { ...world.target, connections });
      await this.#emit({ type: "doctor", at: Date.now(), findings: this.#findings });
    }
    if (!this.#findings.every(({ ok }) => ok) || world.sp.exited !== null) return false;
    kept?.examined(connections);
    return true;
  }

  /** Whoever comes first to an empty SP, ahead of the first check. */
  async #welcome({ world, first }: Opened): Promise<boolean> {
    const advice = await first.spend(this.#usedOf(world.target));
    if (advice !== null) await this.#warn(advice);
    return true;
  }

  async #drive({ world, cleanUp }: Opened): Promise<boolean> {
    const { jobs, strictPolicy } = this.#options;
    // An SP that the first person was the end of is told of by one check.
    let left = world.sp.exited === null ? 0 : 1;
    await driveChecks(this.#driven, {
      world,
      cleanUp,
      trials: new Trials(world, this.#withheld, this.#seed, (text) => this.#warn(text)),
      sharing: new Sharing(namespaces(`${this.#seed}:shared`)),
      jobs: Math.min(jobs, world.target.limits.jobs ?? jobs),
      strictPolicy,
      stopped: () => this.#isStopped() || this.#brokenOff !== null || (world.sp.exited !== null && left === 0),
      sparing: this.#sparing,
      beforeExclusive: this.#options.beforeExclusive,
      fresh: (check) => this.#fresh(check),
      begun: (check, at) => {
        left = 0;
        return this.#emit({ type: "check_started", at, check });
      },
      destroyed: (judged) => this.#noticeDestruction(world, judged),
      tell: (judged) => this.#tally.tell(judged),
      warn: (text) => this.#warn(text),
    });
    return true;
  }

  /** Others do all that follows the plan; what they tell is told as this run's own. */
  async #employ(count: number, { jobs, command, version }: NonNullable<RunOptions["workers"]>): Promise<void> {
    const {
      reporters: _,
      vault: __,
      signal,
      workers: ___,
      whole: ____,
      allowNothing: _____,
      known: ______,
      ...work
    } = this.#options;
    const planned = new Map(this.#plan.checks.map((check) => [check.name, check]));
    const workforce = new Workforce({
      command,
      environment: work.environment,
      workers: count,
      work: { ...work, jobs, seed: this.#seed, version },
      on: (event) => {
        if (event.type === "doctor") this.#findings = event.findings;
        if (event.type !== "check_started" && event.type !== "check_finished") return this.#emit(event);
        const check = { ...(planned.get(event.check.name) ?? event.check), variants: event.check.variants };
        return event.type === "check_started" ? this.#emit({ ...event, check }) : this.#tally.tell({ ...event, check });
      },
    });
    this.#teardown.add(() => workforce.close());
    signal?.addEventListener("abort", () => void workforce.close(), { once: true });
    const brokenOff = await workforce.work(this.#driven);
    if (this.#isStopped() || brokenOff === null) return;
    this.#brokenOff = brokenOff;
    await this.#warn(brokenOff.message);
  }

  async #part({ first }: Opened): Promise<boolean> {
    await first.leave();
    return true;
  }

  async #advise({ world: { sp, target } }: Opened): Promise<boolean> {
    const { neverFound, lag, restless } = sp;
    const { seeding } = this.#withheld;
    const advice = [...adviceOn(neverFound), ...adviceOnLag(lag), ...adviceOnRestless(restless)];
    if (seeding !== undefined && target.seed.remove !== undefined)
      advice.push(`the accounts that this run made were left: seed.remove would change ${seeding}`);
    for (const text of advice) await this.#warn(text);
    return true;
  }

  /** Who decides what need not be driven hears what is known. */
  get #sparing(): RunOptions["sparing"] {
    const { sparing, known = [] } = this.#options;
    if (sparing === undefined || known.length === 0) return sparing;
    return {
      ...sparing,
      saw: ({ check, verdict }) => sparing.saw({ check, verdict: asKnown(known, check, verdict) }),
    };
  }

  get #driven(): readonly Check[] {
    return this.#plan.checks.filter(({ settled }) => settled === undefined);
  }

  #usedOf({ connections }: Target): readonly Connection[] {
    const used = new Set(this.#driven.flatMap((check) => check.connections.map(({ name }) => name)));
    return connections.filter(({ name }) => used.has(name));
  }

  #fresh(check: Check): Check | undefined {
    return this.#makePlan([check.scenario]).checks.find(({ name }) => name === check.name);
  }

  /** Where nobody's accounts can be read any more, all that would follow says nothing. */
  async #noticeDestruction({ sp }: OpenWorld, { check }: Pick<Judged, "check">): Promise<void> {
    const ns = this.#fresh(check)?.variants[0]?.ns;
    if (ns === undefined || this.#isStopped() || sp.exited !== null) return;
    try {
      await sp.snapshot(ns);
    } catch (error) {
      this.#brokenOff ??= destruction(check, error);
    }
  }

  async #finish(): Promise<RunResult> {
    if (!this.#finished) await this.#tally.settle();
    const duration_ms = Date.now() - this.#started;
    const told = await this.#tally.finish({
      sick: this.#findings.some(({ ok }) => !ok),
      brokenOff: this.#brokenOff !== null,
      duration_ms,
    });
    return { seed: this.#seed, duration_ms, findings: this.#findings, broken_off: this.#brokenOff, ...told };
  }
}

function adviceOnLag({ advice }: OpenWorld["sp"]["lag"]): readonly string[] {
  return advice === null ? [] : [`${advice.message}; ${advice.hint}`];
}
