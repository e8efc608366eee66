import {
  asKnown,
  judgeCheck,
  judgePolicy,
  policyEntries,
  statesOf,
  withRoots,
  type KnownState,
  type PolicyReport,
} from "../judge/index.ts";
import type { Check, Plan } from "../plan/check.ts";
import type { RunEvent } from "../report/events.ts";
import type { KnownFailure } from "../scenario/model/index.ts";
import type { Judged } from "./drive-checks.ts";
import { exitStatus, whyLittle, whyNothing } from "./exit-status.ts";
import type { RunResult } from "./options.ts";

export interface TallyOptions {
  readonly plan: Plan;
  readonly strictPolicy: boolean;
  /** These are all the scenarios that there are, and all are wanted: then what nothing looked at is told. */
  readonly whole: boolean;
  readonly allowUnobservable: boolean;
  /** Whether all may have judged nothing. */
  readonly allowNothing: boolean;
  /** What is known to fail. */
  readonly known: readonly KnownFailure[];
  readonly emit: (event: RunEvent) => Promise<void>;
}

/** What became of the run as a whole, beside its checks. */
export interface Ending {
  /** Something that it needed was not well. */
  readonly sick: boolean;
  /** It ended before its time, by the SP's doing. */
  readonly brokenOff: boolean;
  /** It is known not to be whole; left out: what the plan has is counted. */
  readonly partial?: boolean;
  readonly duration_ms: number;
}

/** The verdicts of a run, each told as it comes, and what only all of them show: of one that is driven, or saved. */
export class Tally {
  readonly #options: TallyOptions;
  /** By the check's name: one that is driven again is told again. */
  readonly #judged = new Map<string, Pick<Judged, "check" | "verdict">>();

  constructor(options: TallyOptions) {
    this.#options = options;
  }

  /** What was cut off by the end of the run has no verdict: it is missing from a report that says it is partial. */
  async tell(judged: Judged): Promise<void> {
    if (judged.observation.variants.some(({ failure }) => failure?.kind === "interrupted")) return;
    const verdict = asKnown(this.#options.known, judged.check, judged.verdict);
    this.#judged.set(judged.check.name, { check: judged.check, verdict });
    await this.#options.emit({ type: "check_finished", at: Date.now(), ...judged, verdict });
  }

  /** What the plan knew before, whatever became of the rest; after it, since that is what a reader looks for. */
  async settle(): Promise<void> {
    for (const check of this.#options.plan.checks) if (check.settled !== undefined) await this.#tellSettled(check);
  }

  /** Tells of the policy, and that the run has ended. */
  async finish(
    ending: Ending,
  ): Promise<Pick<RunResult, "partial" | "checks" | "known" | "policy" | "nothing" | "exitStatus">> {
    const { plan, emit, allowUnobservable, allowNothing } = this.#options;
    const partial = ending.partial === true || this.#judged.size < plan.checks.length;
    const policy = await this.#tellPolicy(partial || ending.sick);
    const { duration_ms, sick, brokenOff } = ending;
    const little = this.#options.whole && !partial && !sick ? whyLittle([...this.#judged.values()]) : null;
    if (little !== null) await emit({ type: "warning", at: Date.now(), text: little });
    const known = statesOf(this.#options.known, [...this.#judged.values()]);
    for (const text of known.flatMap(newsOf)) await emit({ type: "warning", at: Date.now(), text });
    await emit({
      type: "run_finished",
      at: Date.now(),
      duration_ms,
      partial,
      ...(known.length > 0 ? { known_failures: known } : {}),
      ...(brokenOff ? { broken_off: true } : {}),
    });
    const judged = [...this.#judged.values()];
    // What was cut short may not have come to what it would have judged.
    const status = exitStatus(judged, { unobservable: allowUnobservable, nothing: allowNothing || partial });
    const isRed = status === 1 || known.some(({ state }) => state === "mended");
    return {
      partial,
      checks: withRoots(judged),
      known,
      policy,
      nothing: whyNothing(judged),
      exitStatus: isRed ? 1 : sick || brokenOff ? 3 : status,
    };
  }

  async #tellSettled(check: Check): Promise<void> {
    const observation = { check: check.name, variants: [] };
    const verdict = judgeCheck(check, observation, { strictPolicy: this.#options.strictPolicy });
    await this.tell({ check, observation, verdict, duration_ms: 0 });
  }

  async #tellPolicy(isCut: boolean): Promise<PolicyReport | null> {
    const judged = [...this.#judged.values()];
    if (!judged.some(({ check }) => check.settled === undefined)) return null;
    const { plan, whole, emit } = this.#options;
    const all = judgePolicy(plan.declared, judged);
    const policy = !isCut && whole ? all : { ...all, unlooked: [], undriven: [] };
    for (const check of policyEntries(policy, plan.declared, judged)) await this.#tellSettled(check);
    await emit({ type: "policy", at: Date.now(), policy });
    return isCut ? null : policy;
  }
}

/** What of a known failure is not as its entry says: a reader of the report must hear of it. */
function newsOf({ entry: { place }, state, checks, news }: KnownState): readonly string[] {
  const where = `${place.file}:${place.line}:${place.column}`;
  const [first = "", ...more] = checks;
  const those = more.length === 0 ? first : `${first} and ${more.length} more`;
  if (state === "mended")
    return [`${where}: ${those} ${more.length === 0 ? "fails" : "fail"} no more: take the entry out, or narrow it`];
  if (state === "otherwise") return [`${where}: ${those} did not fail as the entry says: ${news ?? ""}`];
  return [];
}
