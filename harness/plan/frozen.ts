import type { Scenario, Target } from "../scenario/model/index.ts";
import { matchesId, type PlanSelection } from "./select.ts";

/**
 * Whether a scenario came after the month at which the target's checks stand still: a newer kit then turns no run red that
 * was green. Who asks for it by its id has it all the same.
 */
export function isLeftOut({ id, since }: Scenario, { checks }: Target, { ids, names }: PlanSelection): boolean {
  if (checks === undefined || since === undefined || since <= checks) return false;
  return !ids.some((pattern) => matchesId(pattern, id)) && names?.some((name) => name.startsWith(`${id} `)) !== true;
}
