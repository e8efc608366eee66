import { needsOfScenario } from "../scenario/index.ts";
import type { Target } from "../scenario/model/index.ts";
import { isForged } from "./corrupting.ts";
import { unobservable, type Settled } from "./settled.ts";
import type { Filled } from "./settling.ts";

/** What may not be done to the SP of this run, each with the reason; what is left out may be. */
export interface Withheld {
  /** Writing by `seed`. */
  readonly seeding?: string;
  /** Sending it corrupted messages. */
  readonly tampering?: string;
}

/** What was not done was not seen: a check that needs what is withheld is unobservable. */
export function settleByLeave({ scenario, target, variants, withheld }: Filled): Settled | undefined {
  const { seeding, tampering } = withheld;
  if (seeding !== undefined) {
    const seeds = needsOfScenario(scenario).abilities.filter((ability) => isSeeding(ability, target));
    if (seeds.length > 0) return unobservable(`it would ${seeds.join(", ")} at ${seeding}`);
  }
  if (tampering === undefined || !variants.some(({ steps }) => steps.some(isForged))) return undefined;
  return unobservable(`it would send corrupted messages to ${tampering}`);
}

/** What a person does by hand is no seeding, nor is looking. */
function isSeeding(ability: string, { drive }: Target): boolean {
  return ability !== "session" && ability !== "accounts" && !Object.hasOwn(drive, ability);
}
