import { defined } from "../defined.ts";
import { withRoots } from "../judge/index.ts";
import type { PolicyReport } from "../judge/policy/report.ts";
import type { CheckVerdict } from "../judge/verdict.ts";
import type { RunEvent } from "./events.ts";

export type RunStarted = Extract<RunEvent, { type: "run_started" }>;
export type CheckFinished = Extract<RunEvent, { type: "check_finished" }>;
export type RunFinished = Extract<RunEvent, { type: "run_finished" }>;

/** What is remembered of a check until the run has ended: a run has thousands, and what was seen of each is large. */
export interface Told extends Pick<CheckFinished, "check" | "duration_ms"> {
  readonly verdict: Omit<CheckVerdict, "steps">;
}

/** A whole run as a reporter that writes one file at its end needs it. */
export interface CollectedRun {
  /** Absent where the run ended before there was a plan (the SP did not start). */
  readonly started?: RunStarted;
  /** Ordered as planned, whatever the order in which they finished, so that two reports can be compared. */
  readonly checks: readonly Told[];
  /** Absent where no check was driven. */
  readonly policy?: PolicyReport;
  readonly warnings: readonly string[];
  readonly findings: readonly Extract<RunEvent, { type: "doctor" }>["findings"][number][];
  readonly finished: RunFinished;
}

/** Whether the exchanges of a check show something that a reader must see: not where it simply passed. */
export function isEvidence({ verdict: { verdict } }: { readonly verdict: Pick<CheckVerdict, "verdict"> }): boolean {
  return verdict !== "passed" && verdict !== "not_applicable";
}

/** The checks that have finished, in that order. One that is driven again is told again: what was told of it last holds. */
export class Checks {
  readonly #told = new Map<string, Told>();

  add({ check, duration_ms, verdict: whole }: CheckFinished): void {
    const { steps: _, ...verdict } = whole;
    this.#told.set(check.name, { check, duration_ms, verdict });
  }

  get size(): number {
    return this.#told.size;
  }

  all(): readonly Told[] {
    return [...this.#told.values()];
  }
}

/** Gathers events until the run is finished, and then gives the whole. */
export class Collector {
  #started: RunStarted | undefined;
  #policy: PolicyReport | undefined;
  readonly #checks = new Checks();
  readonly #warnings: string[] = [];
  readonly #findings: CollectedRun["findings"][number][] = [];

  /** The whole run, once the event that ends it has come; null until then. */
  add(event: RunEvent): CollectedRun | null {
    if (event.type === "run_started") this.#started = event;
    if (event.type === "check_finished") this.#checks.add(event);
    if (event.type === "policy") this.#policy = event.policy;
    if (event.type === "warning") this.#warnings.push(event.text);
    if (event.type === "doctor") this.#findings.push(...event.findings);
    return event.type === "run_finished" ? this.#whole(event) : null;
  }

  #whole(finished: RunFinished): CollectedRun {
    const order = new Map(this.#started?.plan.checks.map((check, index) => [check.name, index]));
    const place = ({ check }: Told): number => order.get(check.name) ?? order.size;
    return {
      ...defined({ started: this.#started, policy: this.#policy }),
      checks: withRoots(this.#checks.all().toSorted((one, other) => place(one) - place(other))),
      warnings: this.#warnings,
      findings: this.#findings,
      finished,
    };
  }
}
