import { defined } from "../defined.ts";
import { withRoots } from "../judge/index.ts";
import type { PolicyReport } from "../judge/policy/report.ts";
import type { RunEvent } from "./events.ts";

export type RunStarted = Extract<RunEvent, { type: "run_started" }>;
export type CheckFinished = Extract<RunEvent, { type: "check_finished" }>;
export type RunFinished = Extract<RunEvent, { type: "run_finished" }>;

/** A whole run as a reporter that writes one file at its end needs it. */
export interface CollectedRun {
  /** Absent where the run ended before there was a plan (the SP did not start). */
  readonly started?: RunStarted;
  /** Ordered as planned, whatever the order in which they finished, so that two reports can be compared. */
  readonly checks: readonly CheckFinished[];
  /** Absent where no check was driven. */
  readonly policy?: PolicyReport;
  readonly warnings: readonly string[];
  readonly findings: readonly Extract<RunEvent, { type: "doctor" }>["findings"][number][];
  readonly finished: RunFinished;
}

/** Whether the exchanges of a check show something that a reader must see: not where it simply passed. */
export function isEvidence({ verdict: { verdict } }: CheckFinished): boolean {
  return verdict !== "passed" && verdict !== "not_applicable";
}

/** What went over the wire is by far the most of a check, and a run has thousands of them. */
function withoutWire(event: CheckFinished): CheckFinished {
  const variants = event.observation.variants.map((variant) => ({
    ...variant,
    steps: variant.steps.map((step) => ({ ...step, exchanges: [] })),
  }));
  return { ...event, observation: { ...event.observation, variants } };
}

/** A check that is driven again is told again: what was told of it last holds. */
export function toldAgain(checks: CheckFinished[], event: CheckFinished): void {
  const at = checks.findIndex(({ check }) => check.name === event.check.name);
  if (at === -1) checks.push(event);
  else checks[at] = event;
}

/** Gathers events until the run is finished, and then gives the whole. */
export class Collector {
  #started: RunStarted | undefined;
  #policy: PolicyReport | undefined;
  readonly #checks: CheckFinished[] = [];
  readonly #warnings: string[] = [];
  readonly #findings: CollectedRun["findings"][number][] = [];

  /** The whole run, once the event that ends it has come; null until then. */
  add(event: RunEvent): CollectedRun | null {
    if (event.type === "run_started") this.#started = event;
    if (event.type === "check_finished") toldAgain(this.#checks, isEvidence(event) ? event : withoutWire(event));
    if (event.type === "policy") this.#policy = event.policy;
    if (event.type === "warning") this.#warnings.push(event.text);
    if (event.type === "doctor") this.#findings.push(...event.findings);
    return event.type === "run_finished" ? this.#whole(event) : null;
  }

  #whole(finished: RunFinished): CollectedRun {
    const order = new Map(this.#started?.plan.checks.map((check, index) => [check.name, index]));
    const place = (event: CheckFinished): number => order.get(event.check.name) ?? order.size;
    return {
      ...defined({ started: this.#started, policy: this.#policy }),
      checks: withRoots(this.#checks.toSorted((one, other) => place(one) - place(other))),
      warnings: this.#warnings,
      findings: this.#findings,
      finished,
    };
  }
}
