import type { Provisioning } from "../accounts/provision.ts";
import type { Workings } from "../workings.ts";
import { DEFECTS, known } from "./registry.ts";

/**
 * The workings with the named defects in them, in the registry's order. None named: the workings themselves.
 * Throws UnknownDefect.
 */
export function spoil(workings: Workings, ids: readonly string[], app: () => Provisioning): Workings {
  const wanted = new Set(ids.map(known));
  return DEFECTS.filter((defect) => wanted.has(defect)).reduce(
    (spoiled, defect) => defect.spoil(spoiled, app),
    workings,
  );
}
