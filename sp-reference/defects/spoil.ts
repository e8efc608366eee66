import type { Provisioning } from "../accounts/provision.ts";
import type { Workings } from "../workings.ts";
import { DEFECTS, type DefectId } from "./registry.ts";

/** The workings with the named defects in them, in the registry's order. None named: the workings themselves. */
export function spoil(workings: Workings, ids: readonly DefectId[], app: () => Provisioning): Workings {
  return DEFECTS.filter(({ id }) => ids.includes(id)).reduce((spoiled, defect) => defect.spoil(spoiled, app), workings);
}
