import type { Resolve } from "../loopback.ts";
import type { Target } from "../scenario/model/index.ts";

/** The names to which a target gives addresses; the last word on a name counts. The target is bound to its port. */
export function resolveOf({ resolve = [] }: Target): Resolve {
  return new Map(resolve.map(({ name, address }) => [name, address]));
}
