import { defined } from "../defined.ts";
import { JitterbugError, messageOf } from "../errors.ts";
import { judgeCheck, judgePolicy, policyEntries, type PolicyReport } from "../judge/index.ts";
import { Vault } from "../observe/vault.ts";
import { withRoots } from "../judge/index.ts";
import { makePlan } from "../plan/index.ts";
import type { Check, Plan } from "../plan/check.ts";
import type { Withheld } from "../plan/leave.ts";
import type { Finding, RunEvent } from "../report/events.ts";
import { createMultiplexer } from "../report/multiplexer.ts";
import { redactEvent } from "../report/redact-event.ts";
import { secretsOf } from "../report/secrets-of.ts";
import { adviceOn, adviceOnRestless } from "../sp/index.ts";
import { CleanUp } from "./clean-up.ts";
import { diagnosed } from "./diagnosed.ts";
import { driveChecks, type Judged } from "./drive-checks.ts";
import { exitStatus, whyNothing } from "./exit-status.ts";
import { FirstPerson } from "./first-person.ts";
import { withheldFrom } from "./leave.ts";
import { namespaces, randomSeed } from "./namespaces.ts";
import { openWorld, type OpenWorld } from "./open-world.ts";
import type { RunOptions, RunResult } from "./options.ts";
import { Screenshots } from "./screenshots.ts";
import { Teardown } from "./teardown.ts";
import { Trials } from "./trials.ts";

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

/** For what is in flight when the run is stopped. */
const GRACE_MS = 1_000;
class Run {
  readonly #options: RunOptions;
  readonly #seed: string;
  readonly #withheld: Withheld;
  readonly #plan: Plan;
  readonly #teardown = new Teardown();
  readonly #vault: Vault;
  readonly #screenshots: Screenshots | null;
  readonly #emit: (event: RunEvent) => Promise<void>;
  /** By the check's name: one that is driven again is told again. */
  readonly #judged = new Map<string, Pick<Judged, "check" | "verdict">>();
  readonly #started = Date.now();
  #minted = 0;
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
    this.#vault = options.vault ?? new Vault();
    this.#vault.learn(secretsOf(options.target));
    // What was left behind when the run was stopped tells nothing any more.
    this.#emit = (event) =>
      this.#finished && event.type !== "warning" && event.type !== "run_finished"
        ? Promise.resolve()
        : listeners.emit(redactEvent(event, this.#vault));
    this.#plan = this.#makePlan(options.scenarios);
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
    await this.#emit({
      type: "run_started",
      at: this.#started,
      target: this.#options.target.name,
      seed: this.#seed,
      plan: this.#plan,
    });
    const driven = this.#plan.checks.filter((check) => check.settled === undefined);
    if (driven.length === 0 || this.#isStopped()) return;
    try {
      const world = await this.#openWorld();
      const mayRemove = this.#withheld.seeding === undefined;
      const cleanUp = new CleanUp(world, mayRemove, (text) => this.#warn(text));
      this.#cleanUp = cleanUp;
      if (await this.#healthy(world)) {
        const first = new FirstPerson(world, cleanUp, this.#seed);
        await this.#spend(first, world, driven);
        await this.#drive(world, cleanUp, driven);
        await first.leave();
        const { neverFound, lag, restless } = world.sp;
        for (const text of [...adviceOn(neverFound), ...adviceOnLag(lag), ...adviceOnRestless(restless)])
          await this.#warn(text);
        await this.#tellWhatStays(world);
      }
      await this.#noticeDeath(world);
    } catch (error) {
      if (!this.#isStopped()) throw error;
    }
  }

  /** Ends everything that was started, also when the run could not be made. */
  async close(): Promise<void> {
    await this.#cleanUp?.afterAll();
    for (const error of await this.#teardown.run()) {
      await this.#warn(`tear-down: ${error instanceof Error ? error.message : String(error)}`);
    }
    if (!this.#finished) await this.#finish();
  }

  async #tellWhatStays({ target }: OpenWorld): Promise<void> {
    if (this.#withheld.seeding === undefined || target.seed.remove === undefined) return;
    await this.#warn(`the accounts that this run made were left: seed.remove would change ${this.#withheld.seeding}`);
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

  #makePlan(scenarios: RunOptions["scenarios"]): Plan {
    const mint = namespaces(this.#seed);
    const { target, select } = this.#options;
    return makePlan({ scenarios, target, select, mint: () => mint(this.#minted++), withheld: this.#withheld });
  }

  async #openWorld(): Promise<OpenWorld> {
    const { target, environment, env, agent, allowRemote, allowRemoteChanges, reset, stateDir, signal } = this.#options;
    const screenshots = this.#screenshots;
    const onPhase = (text: string) => void this.#emit({ type: "phase", at: Date.now(), text });
    return openWorld(
      {
        target,
        environment,
        allowRemote,
        stateDir,
        onPhase,
        vault: this.#vault,
        ...defined({ allowRemoteChanges, reset, env, agent }),
        ...(screenshots === null ? {} : { onScreenshot: (screenshot) => screenshots.take(screenshot) }),
        ...defined({ signal }),
      },
      this.#teardown,
    );
  }

  async #healthy(world: OpenWorld): Promise<boolean> {
    const used = new Set(
      this.#plan.checks
        .flatMap(({ connections, settled }) => (settled === undefined ? connections : []))
        .map(({ name }) => name),
    );
    const target = { ...world.target, connections: world.target.connections.filter(({ name }) => used.has(name)) };
    this.#findings = await diagnosed(world, target);
    await this.#emit({ type: "doctor", at: Date.now(), findings: this.#findings });
    return this.#findings.every(({ ok }) => ok) && world.sp.exited === null;
  }

  /** Ahead of the first check. */
  async #spend(first: FirstPerson, { target }: OpenWorld, checks: readonly Check[]): Promise<void> {
    const used = new Set(checks.flatMap(({ connections }) => connections.map(({ name }) => name)));
    const advice = await first.spend(target.connections.filter(({ name }) => used.has(name)));
    if (advice !== null) await this.#warn(advice);
  }

  #drive(world: OpenWorld, cleanUp: CleanUp, checks: readonly Check[]): Promise<void> {
    const { jobs, strictPolicy } = this.#options;
    // An SP that the first person was the end of is told of by one check.
    let left = world.sp.exited === null ? 0 : 1;
    return driveChecks(checks, {
      world,
      cleanUp,
      trials: new Trials(world, this.#withheld, this.#seed, (text) => this.#warn(text)),
      jobs: Math.min(jobs, world.target.limits.jobs ?? jobs),
      strictPolicy,
      stopped: () => this.#isStopped() || this.#brokenOff !== null || (world.sp.exited !== null && left === 0),
      fresh: (check) => this.#fresh(check),
      begun: (check, at) => {
        left = 0;
        return this.#emit({ type: "check_started", at, check });
      },
      destroyed: (judged) => this.#noticeDestruction(world, judged),
      tell: (judged) => this.#tell(judged),
      warn: (text) => this.#warn(text),
    });
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

  /** What the plan knew before, whatever became of the rest; after it, since that is what a reader looks for. */
  async #settle(): Promise<void> {
    for (const check of this.#plan.checks) if (check.settled !== undefined) await this.#tellSettled(check);
  }

  async #tellSettled(check: Check): Promise<void> {
    const observation = { check: check.name, variants: [] };
    const verdict = judgeCheck(check, observation, { strictPolicy: this.#options.strictPolicy });
    await this.#tell({ check, observation, verdict, duration_ms: 0 });
  }

  /** What only the whole of a run shows. */
  async #tellPolicy(isCut: boolean): Promise<PolicyReport | null> {
    const judged = [...this.#judged.values()];
    if (!judged.some(({ check }) => check.settled === undefined)) return null;
    const whole = judgePolicy(this.#plan.declared, judged);
    const isAll = !isCut && this.#options.whole === true;
    const policy = isAll ? whole : { ...whole, unlooked: [], undriven: [] };
    for (const check of policyEntries(policy, this.#options.target, judged)) await this.#tellSettled(check);
    await this.#emit({ type: "policy", at: Date.now(), policy });
    return isCut ? null : policy;
  }

  /** What was cut off by the end of the run has no verdict: it is missing from a report that says it is partial. */
  async #tell(judged: Judged): Promise<void> {
    if (judged.observation.variants.some(({ failure }) => failure?.kind === "interrupted")) return;
    this.#judged.set(judged.check.name, { check: judged.check, verdict: judged.verdict });
    await this.#emit({ type: "check_finished", at: Date.now(), ...judged });
  }

  async #finish(): Promise<RunResult> {
    if (!this.#finished) await this.#settle();
    const sick = this.#findings.some(({ ok }) => !ok);
    const partial = this.#judged.size < this.#plan.checks.length;
    const policy = this.#finished ? null : await this.#tellPolicy(partial || sick);
    this.#finished = true;
    const duration_ms = Date.now() - this.#started;
    await this.#emit({ type: "run_finished", at: Date.now(), duration_ms, partial });
    const judged = [...this.#judged.values()];
    const { allowUnobservable, allowNothing, select } = this.#options;
    // A shard may well be empty, and what was cut short may not have come to it.
    const nothing = allowNothing === true || select.shard !== undefined || partial;
    const status = exitStatus(judged, { unobservable: allowUnobservable, nothing });
    return {
      seed: this.#seed,
      partial,
      duration_ms,
      checks: withRoots(judged),
      findings: this.#findings,
      broken_off: this.#brokenOff,
      nothing: whyNothing(judged),
      policy,
      exitStatus: status === 1 ? 1 : sick || this.#brokenOff !== null ? 3 : status,
    };
  }
}

/** An SP that ended by itself while it was needed. */
function death({ sp }: OpenWorld): JitterbugError | null {
  if (sp.exited === null) return null;
  return new JitterbugError("ERR_SP_EXITED", `the SP's process ended in the middle of the run (${sp.exited.status})`, {
    output: sp.exited.output,
    hint: "the last sign-ins before its end are those of the checks that tell of it; --jobs 1 leaves only one of them",
  });
}

function destruction({ name }: Check, error: unknown): JitterbugError {
  return new JitterbugError(
    "ERR_OBSERVE",
    `after ${name} nobody's accounts could be read any more: ${messageOf(error)}`,
    {
      hint: "nothing more was driven; --id and --jobs 1 show that check alone",
      cause: error,
    },
  );
}

function adviceOnLag({ advice }: OpenWorld["sp"]["lag"]): readonly string[] {
  return advice === null ? [] : [`${advice.message}; ${advice.hint}`];
}

/** Resolves some time after the run was told to stop; never where nobody tells it. */
function stopped(signal: AbortSignal | undefined, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const stop = () => void setTimeout(resolve, graceMs);
    if (signal?.aborted === true) stop();
    else signal?.addEventListener("abort", stop, { once: true });
  });
}
