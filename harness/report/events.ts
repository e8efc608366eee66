import type { PolicyReport } from "../judge/policy/report.ts";
import type { KnownState } from "../judge/known.ts";
import type { CheckVerdict } from "../judge/verdict.ts";
import type { Finding } from "../observe/finding.ts";
import type { CheckObservation } from "../observe/observation.ts";
import type { Check, Plan } from "../plan/check.ts";
import type { KnownFailure } from "../scenario/model/index.ts";

export type { Finding } from "../observe/finding.ts";

/** What a run tells its listeners; `run` is the only emitter. Times are milliseconds since the epoch. */
export type RunEvent =
  | {
      readonly type: "run_started";
      readonly at: number;
      readonly target: string;
      readonly seed: string;
      readonly plan: Plan;
      /** Whether unsafe values of a policy are failed. */
      readonly strict_policy: boolean;
      /** These are all the scenarios that there are, and all are wanted. */
      readonly whole: boolean;
      /** It is one part of several. */
      readonly shard: boolean;
      /** Which part, and what all of them are together; left out: it is none. */
      readonly part?: Part;
      /** What is known to fail; left out: nothing. */
      readonly known_failures?: readonly KnownFailure[];
      /** Of a saved run: the version of the kit that wrote it. */
      readonly kit?: string;
    }
  | { readonly type: "phase"; readonly at: number; readonly text: string }
  | { readonly type: "doctor"; readonly at: number; readonly findings: readonly Finding[] }
  | { readonly type: "check_started"; readonly at: number; readonly check: Check }
  /** Of a check that was driven again, because the accounts turned out to be later than it had looked, it comes again. */
  | {
      readonly type: "check_finished";
      readonly at: number;
      readonly check: Check;
      readonly observation: CheckObservation;
      readonly verdict: CheckVerdict;
      readonly duration_ms: number;
    }
  /** Once, after the last check. */
  | { readonly type: "policy"; readonly at: number; readonly policy: PolicyReport }
  | { readonly type: "warning"; readonly at: number; readonly text: string }
  | {
      readonly type: "run_finished";
      readonly at: number;
      readonly duration_ms: number;
      readonly partial: boolean;
      /** What became of what is known to fail; left out: nothing is. */
      readonly known_failures?: readonly KnownState[];
      /** The SP ended it before its time. */
      readonly broken_off?: true;
    };

/** A shard of a run, and the plan of the run that all its shards make up. */
export interface Part {
  /** From 1. */
  readonly index: number;
  readonly of: number;
  /** As `whole` of the run without `--shard`. */
  readonly whole: boolean;
  /** Of all checks of all shards, in their order. */
  readonly names: readonly string[];
  readonly not_offered: Plan["not_offered"];
}

/** A listener of run events. One that throws is reported and left out; it never stops the run. */
export interface Reporter {
  readonly name: string;
  on(event: RunEvent): void | Promise<void>;
}
