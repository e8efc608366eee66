import type { Place } from "../../errors.ts";
import type { Harm } from "./harm.ts";
import type { Protocol } from "./names.ts";

/** The verdicts that end a run with 1, and that somebody may know of. */
export const KNOWN_VERDICTS = ["failed", "unobservable"] as const;

/** What the owners of an SP know to fail: which checks, in what way, why it is let pass, and until when. */
export interface KnownFailure {
  /** The scenario's. */
  readonly id: string;
  /** Left out: on every protocol. */
  readonly protocol?: Protocol;
  /** The vendor's shape; left out: in every one. */
  readonly profile?: string;
  /** By the target's name for it; left out: at any. */
  readonly connection?: string;
  /** Of the checks whose connection declares all of these. */
  readonly policy: { readonly [knob: string]: string };
  readonly verdict: (typeof KNOWN_VERDICTS)[number];
  /** What may not hold (`step 4: accounts`), and nothing else; left out: whatever the check finds. */
  readonly fails?: readonly string[];
  /** The harm that it may do; left out: none. */
  readonly harm?: Harm;
  readonly reason: string;
  /** Where it is followed: an issue, a ticket. */
  readonly link?: string;
  /** The last day on which it counts, `2027-02-28`. */
  readonly expires: string;
  readonly place: Place;
}
