import { defined } from "../defined.ts";
import type { Sign } from "../scenario/model/index.ts";
import type { Harm } from "./harm.ts";
import type { UnsafeSeen, Unseen, Verdict } from "./verdict.ts";

/** What an expectation's own file says, before it is known how much that weighs in the check. */
export interface Ruling {
  /** `unobservable`: the target cannot show what is needed; `error`: the harness did not record it. */
  readonly held: "held" | "not_held" | "unobservable" | "error";
  readonly expected: string;
  readonly actual: string;
  readonly note?: string;
  /** What could not be seen, each with what was expected of it. */
  readonly unseen?: readonly Unseen[];
  /** Set where the rules fix the verdict, whatever the severity (a tamper that never left, a crash for a refusal). */
  readonly verdict?: Verdict;
  /** What came of it, where it did not hold: it then fails, in controls too. */
  readonly harm?: Harm | undefined;
  /** Signs that only the judge of the expectation can tell. */
  readonly signs?: readonly Sign[];
  /** It did not hold, and an unsafe value is declared that says so: it counts neither way. */
  readonly excused?: true;
  /** Values that are a stated danger, of which one was seen. */
  readonly unsafe?: readonly UnsafeSeen[];
  /** Where it did not hold, it fails whatever the severity: a crash, a declared policy that is not held. */
  readonly grave?: true;
}

export function held(expected: string, actual: string): Ruling {
  return { held: "held", expected, actual };
}

export function notHeld(expected: string, actual: string, note?: string): Ruling {
  return { held: "not_held", expected, actual, ...defined({ note }) };
}

/** `what` cannot be seen: a field of accounts, `accounts`, `session` or `page`. */
export function unobservable(what: string, expected: string, reason: string): Ruling {
  return { held: "unobservable", expected, actual: "not visible", note: reason, unseen: [{ what, expected }] };
}

export function ruled(holds: boolean, expected: string, actual: string): Ruling {
  return holds ? held(expected, actual) : notHeld(expected, actual);
}

/** Held without a reservation: a row of a table holds only so. */
export function isClean(ruling: Ruling): boolean {
  return ruling.held === "held" && ruling.verdict === undefined;
}
