import { JitterbugError, messageOf } from "../errors.ts";
import { defined } from "../defined.ts";
import { checkEntry, isWrong, stepEntries, type CheckEntry } from "../report/index.ts";
import type { Check } from "../plan/index.ts";
import type { Reporter, RunEvent } from "../report/events.ts";
import type { Vault } from "../run/index.ts";
import type { Live } from "../run/live.ts";
import type { Scenario, Step } from "../scenario/model/index.ts";
import { stepInWords } from "../scenario/vocabulary/index.ts";
import { stepsOf, Takes } from "./takes.ts";

/** Scenarios that were run from the page at one SP, as it shows them: what is known so far. */
export interface RunEntry {
  readonly kind: "run";
  readonly id: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** What was asked for, in words: `mail-change`, `the pack email-change`. */
  readonly what: string;
  readonly label: string;
  readonly defect: string | null;
  readonly seed: string;
  readonly state: "running" | "ended" | "stopped";
  /** How many checks it has at this SP. */
  readonly planned: number;
  readonly checks: readonly RunRow[];
  /** Why no connection of the SP could be asked. */
  readonly not_offered: readonly string[];
  /** Of the run as a whole: what the doctor found, what was left undone, why it could not be made. */
  readonly troubles: readonly string[];
  /** Before which step it waits; null: it waits for nobody. */
  readonly next: { readonly check: string; readonly step: number; readonly title: string } | null;
}

export interface RunRow {
  readonly name: string;
  readonly verdict: string;
  readonly reason: string;
}

interface Sided {
  readonly label: string;
  readonly defect: string | null;
  readonly live: Live;
}

export interface Asked {
  readonly what: string;
  readonly scenarios: readonly Scenario[];
  /** They are all that there are. */
  readonly isAll: boolean;
  /** Only this check; left out: every one that they make here. */
  readonly check?: string;
  /** It waits before each step until it is told to go on. */
  readonly paced: boolean;
}

export interface RunsOptions {
  readonly jobs: number;
  readonly vault: Vault;
  readonly nextId: () => number;
  /** A run has begun, or is otherwise than it was. */
  readonly changed: (run: RunEntry) => void;
  /** One more check has its verdict: that of the last row. */
  readonly checked: (run: RunEntry, row: RunRow) => void;
  /** None is going on any more. */
  readonly over: () => void;
}

/** With so few checks the requests of all are kept, and shown as they come. */
const FEW = 12;
/** What went over the wire is by far the most of a check. */
const MOST_WITH_WIRE = 50;
/** Whose checks can still be opened. */
const MOST_RUNS = 8;

/** Runs of scenarios, one at a time; at two SPs side by side the same at both. */
export class Runs {
  /** How long checks took. */
  readonly takes: Takes;
  readonly #options: RunsOptions;
  /** Run -> what is known of each of its checks. */
  readonly #details = new Map<number, Map<string, CheckEntry>>();
  #going: { readonly stop: AbortController; readonly done: Promise<unknown>; readonly pace: Pace | null } | null = null;
  #isMany = false;

  constructor(options: RunsOptions) {
    this.#options = options;
    this.takes = new Takes(options.jobs);
  }

  get isGoing(): boolean {
    return this.#going !== null;
  }

  /** So much goes over the wire that nobody can look on. */
  get isMany(): boolean {
    return this.#going !== null && this.#isMany;
  }

  /** Begins; what comes of it is told as it comes. Throws ERR_USAGE where one is going on. */
  begin(asked: Asked, sides: readonly Sided[]): void {
    if (this.#going !== null) throw new JitterbugError("ERR_USAGE", "scenarios are being run: stop them, or wait");
    const stop = new AbortController();
    const pace = asked.paced ? new Pace(stop.signal) : null;
    this.#isMany = asked.scenarios.length > 1;
    const done = Promise.all(sides.map((side) => this.#run(asked, side, stop, pace))).finally(() => {
      this.#going = null;
      this.#options.over();
    });
    this.#going = { stop, done, pace };
    void done.catch(() => undefined);
  }

  /** `next`: the step that is waited for; `on`: all of them; `stop`: what is driven comes to its end, and no more begins. */
  async tell(word: string | undefined): Promise<void> {
    if (word === "next") this.#going?.pace?.step();
    else if (word === "on") this.#going?.pace?.run();
    else if (word === "stop") await this.close();
    else throw new JitterbugError("ERR_USAGE", `a run can not ${JSON.stringify(word)}`);
  }

  detail(run: number, name: string): CheckEntry | null {
    return this.#details.get(run)?.get(name) ?? null;
  }

  async close(): Promise<void> {
    this.#going?.stop.abort();
    await this.#going?.done.catch(() => undefined);
  }

  async #run(asked: Asked, { label, defect, live }: Sided, stop: AbortController, pace: Pace | null): Promise<void> {
    const { jobs, vault, nextId, changed, checked } = this.#options;
    const details = new Map<string, CheckEntry>();
    let wires = 0;
    let run: RunEntry = {
      kind: "run",
      id: nextId(),
      at: Date.now(),
      what: asked.what,
      label,
      defect,
      seed: "",
      state: "running",
      planned: 0,
      checks: [],
      not_offered: [],
      troubles: [],
      next: null,
    };
    const turn = (more: Partial<RunEntry>) => changed((run = { ...run, ...more }));
    this.#details.set(run.id, details);
    for (const old of [...this.#details.keys()].slice(0, -MOST_RUNS)) this.#details.delete(old);
    const on = (event: RunEvent): void => {
      if (event.type === "run_started") {
        const reasons = new Set(event.plan.not_offered.map(({ protocol, reason }) => `${protocol}: ${reason}`));
        turn({ seed: event.seed, planned: event.plan.checks.length, not_offered: [...reasons] });
      } else if (event.type === "check_finished") {
        // Where a person says when a step is done, it takes as long as they do.
        if (pace === null) this.takes.add(stepsOf(event.check), event.duration_ms);
        const isFew = run.planned <= FEW;
        const hasWire = isFew || (isWrong(event) && wires++ < MOST_WITH_WIRE);
        details.set(event.check.name, checkEntry(event, stepEntries(event, hasWire)));
        const row = { name: event.check.name, verdict: event.verdict.verdict, reason: event.verdict.reason };
        // One that is driven again is told again.
        run = { ...run, checks: [...run.checks.filter(({ name }) => name !== row.name), row] };
        checked(run, row);
      } else if (event.type === "warning") turn({ troubles: [...run.troubles, event.text] });
      else if (event.type === "doctor") {
        const ill = event.findings.filter(({ ok }) => !ok);
        const told = ill.map(({ topic, message, hint }) => [`${topic}: ${message}`, hint].filter(Boolean).join(". "));
        if (told.length > 0) turn({ troubles: [...run.troubles, ...told] });
      }
    };
    const reporter: Reporter = { name: "console", on };
    changed(run);
    try {
      await live.run({
        scenarios: asked.scenarios,
        select: {
          protocols: [],
          profiles: [],
          ids: asked.isAll ? [] : asked.scenarios.map(({ id }) => id),
          tags: [],
          policies: [],
          ...defined({ names: asked.isAll ? undefined : namesOf(asked, live) }),
        },
        reporters: [reporter],
        jobs: pace === null ? jobs : 1,
        signal: stop.signal,
        ...defined({
          pace: pace?.before({
            // The kit's own people come before and after, and nobody waits for them.
            isMeant: (id) => asked.scenarios.some((scenario) => scenario.id === id),
            waits: (check, step, index) => turn({ next: { check, step: index, title: stepInWords(step) } }),
            goes: () => turn({ next: null }),
          }),
        }),
      });
      turn({ state: stop.signal.aborted ? "stopped" : "ended", next: null });
    } catch (error) {
      const hint = error instanceof JitterbugError ? error.hint : undefined;
      const told = [messageOf(error), hint].filter(Boolean).join(". ");
      turn({ state: "stopped", next: null, troubles: [...run.troubles, vault.printed(told)] });
    }
  }
}

/** What these scenarios are here, and nothing that the policy is asked besides. */
function namesOf({ check, scenarios }: Asked, live: Live): readonly string[] | undefined {
  if (check !== undefined) return [check];
  const ids = new Set(scenarios.map(({ id }) => id));
  const names = live.plan(scenarios).checks.flatMap(({ id, name }) => (ids.has(id) ? [name] : []));
  return names.length === 0 ? undefined : names;
}

interface Paced {
  /** Whether somebody waits before the steps of this scenario. */
  readonly isMeant: (id: string) => boolean;
  readonly waits: (check: string, step: Step, index: number) => void;
  readonly goes: () => void;
}

/** Holds each step back until a person says so. */
class Pace {
  readonly #waiting = new Set<() => void>();
  #isOn = true;

  constructor(signal: AbortSignal) {
    signal.addEventListener("abort", () => this.run(), { once: true });
  }

  step(): void {
    for (const go of this.#waiting) go();
    this.#waiting.clear();
  }

  run(): void {
    this.#isOn = false;
    this.step();
  }

  before({ isMeant, waits, goes }: Paced) {
    return async ({ id, name }: Pick<Check, "id" | "name">, step: Step, index: number): Promise<void> => {
      if (!this.#isOn || !isMeant(id)) return;
      waits(name, step, index);
      await new Promise<void>((go) => this.#waiting.add(go));
      goes();
    };
  }
}
