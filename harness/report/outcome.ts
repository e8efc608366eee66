import type { KnownAs, Verdict } from "../judge/verdict.ts";
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

export function outcomeOf(
  { verdict: { verdict, known } }: Pick<Told, "verdict">,
  { allowUnobservable }: Leave,
): Outcome {
  if (known !== undefined) return "skipped";
  return verdict === "unobservable" && allowUnobservable === true ? "skipped" : OUTCOME[verdict];
}

/** What somebody must look at: it makes a run red, or is a stated danger. What is known is looked at already. */
export function isTrouble({
  verdict: { verdict, known },
}: {
  readonly verdict: Pick<Told["verdict"], "verdict" | "known">;
}): boolean {
  if (known !== undefined) return false;
  return OUTCOME[verdict] === "failure" || OUTCOME[verdict] === "error" || verdict === "warned";
}

/** What makes a run red, where nobody knows of it and what could not be seen has no leave. */
export function isWrong(told: { readonly verdict: Pick<Told["verdict"], "verdict" | "known"> }): boolean {
  return isTrouble(told) && told.verdict.verdict !== "warned";
}

/** `not applicable: the target has no seed`; of what is known, what is said of it as well. */
export function reasonLine({ verdict: { verdict, reason, known } }: Pick<Told, "verdict">): string {
  const word = verdict.replace("_", " ");
  const line = reason === "" ? word : `${word}: ${reason}`;
  return known === undefined ? line : `${knownLine(known)}; ${line}`;
}

/** `known until 2027-02-28: waits for the next release (https://...)` */
export function knownLine({ reason, link, expires }: KnownAs): string {
  return `known until ${expires}: ${reason}${link === undefined ? "" : ` (${link})`}`;
}
