import type { Target } from "../../scenario/model/index.ts";

/** A worker is two busy processes, the kit's and the SP's. */
const CORES_OF_A_WORKER = 2;
/** Starting a worker costs more than driving a few checks. */
const CHECKS_OF_A_WORKER = 20;

export interface Hiring {
  readonly target: Target;
  /** As asked for on the command line; left out: what the target file allows and the machine has cores for. */
  readonly asked?: number | undefined;
  readonly cores: number;
  /** How many are to be driven. */
  readonly checks: number;
}

/** How many workers share the checks; 1: nobody is hired. */
export function workersFor({ target, asked, cores, checks }: Hiring): number {
  const most = Math.max(1, checks);
  if (asked !== undefined) return Math.min(asked, most);
  const allowed = target.start?.workers ?? 1;
  return Math.max(1, Math.min(allowed, Math.floor(cores / CORES_OF_A_WORKER), Math.floor(checks / CHECKS_OF_A_WORKER)));
}
