import type { Basis, Knob, Sign } from "../scenario/model/index.ts";
import type { Leaning } from "./agreement.ts";
import type { Harm } from "./harm.ts";

/**
 * From worst to best; a check takes the worst of its expectations, and a harm outranks them all. `not_applicable` is
 * of the whole check.
 */
export const VERDICTS = [
  "misconfigured",
  "error",
  "failed",
  "unobservable",
  "warned",
  "observed",
  "passed",
  "not_applicable",
] as const;
export type Verdict = (typeof VERDICTS)[number];

/** How the note of a judgement begins that holds under some values of a knob that is not declared, and not under others. */
export const RESTS_ON_POLICY = "rests on an undeclared policy";

/** Something that was expected and could not be seen. */
export interface Unseen {
  /** A field of accounts, `accounts`, `session`, `outcome` or `page`. */
  readonly what: string;
  readonly expected: string;
}

/** A policy that nothing declares, and of which a stated danger was seen: one of these values. */
export interface UnsafeSeen {
  readonly knob: Knob;
  readonly values: readonly string[];
}

export interface Judgement {
  /** Whether it held, and how it counts. */
  readonly verdict: Verdict;
  /** The kind of the expectation, `one_of`, `policy` (no one policy fits all), `tamper`, or `step`. */
  readonly kind: string;
  readonly basis: Basis;
  /** For a person, short: `created 0`, `signed_in`. */
  readonly expected: string;
  readonly actual: string;
  /** file:line:column of the expectation. */
  readonly place: string;
  /** What to declare, what it rests on, why it is not as bad as it looks. */
  readonly note?: string;
  /** What came of it. */
  readonly harm?: Harm;
  readonly unseen?: readonly Unseen[];
  readonly unsafe?: readonly UnsafeSeen[];
  /** It did not hold, which a declared unsafe value makes lawful here; told as not applicable. */
  readonly excused?: true;
}

export interface StepVerdict {
  readonly index: number;
  readonly variant: string | null;
  /** `sign_in: ada`. */
  readonly title: string;
  /** Of a step of a shared file: where it stands, and where the file is used. */
  readonly from?: string;
  readonly verdict: Verdict;
  readonly control: boolean;
  readonly judgements: readonly Judgement[];
  /** The worst that came of the step. */
  readonly harm?: Harm;
  /** What was seen of it that tells its cause; only of a step that went wrong. */
  readonly signs?: readonly Sign[];
}

/** What the owners of an SP say of a failure that they know of. */
export interface KnownAs {
  readonly reason: string;
  readonly link?: string;
  /** The last day on which it counts, `2027-02-28`. */
  readonly expires: string;
  /** file:line:column of what says so. */
  readonly place: string;
}

export interface CheckVerdict {
  readonly verdict: Verdict;
  /** One line: what decided it. Empty for passed. */
  readonly reason: string;
  /** The worst that came of it. */
  readonly harm?: Harm;
  /** What it could not see, and `step`, the title of the step; left out: it saw everything. */
  readonly unseen?: readonly (Unseen & { readonly step: string })[];
  /** It is known to fail, in this way, and makes no run red; left out: it is news. */
  readonly known?: KnownAs;
  /** Stated dangers that were seen where nothing is declared; left out: none. */
  readonly unsafe?: readonly UnsafeSeen[];
  /** What its tables say of the policy that is not declared; left out: nothing. */
  readonly leanings?: readonly Leaning[];
  /** The name of the check that is the plainest sight of the same fault; known once the run has ended. */
  readonly follows_from?: string;
  /** What was seen in the step that decided; only where something went wrong. */
  readonly signs?: readonly Sign[];
  /** Likely cause and fix, from the scenario, by the signs; only where it did not pass. */
  readonly cause?: string;
  readonly fix?: string;
  readonly steps: readonly StepVerdict[];
}
