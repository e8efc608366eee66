import type { Verdict } from "../judge/verdict.ts";
import type { Told } from "./collector.ts";

/** How a verdict counts for whoever knows only these: what could not be seen never passes. */
export type Outcome = "passed" | "failure" | "error" | "skipped";

const OUTCOME: { readonly [verdict in Verdict]: Outcome } = {
  passed: "passed",
  warned: "passed",
  failed: "failure",
  misconfigured: "error",
  error: "error",
  unobservable: "failure",
  observed: "skipped",
  not_applicable: "skipped",
};

export interface Leave {
  /** Whether what could not be seen lets a run pass; else it fails one, and counts as that. */
  readonly allowUnobservable?: boolean | undefined;
}

export function outcomeOf({ verdict: { verdict } }: Pick<Told, "verdict">, { allowUnobservable }: Leave): Outcome {
  return verdict === "unobservable" && allowUnobservable === true ? "skipped" : OUTCOME[verdict];
}

/** What somebody must look at: it makes a run red, or is a stated danger. */
export function isTrouble({ verdict: { verdict } }: Pick<Told, "verdict">): boolean {
  return OUTCOME[verdict] === "failure" || OUTCOME[verdict] === "error" || verdict === "warned";
}

/** `not applicable: the target has no seed` */
export function reasonLine({ verdict: { verdict, reason } }: Pick<Told, "verdict">): string {
  const word = verdict.replace("_", " ");
  return reason === "" ? word : `${word}: ${reason}`;
}
