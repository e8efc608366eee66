import type { Place } from "../errors.ts";
import type { Scenario } from "../scenario/model/index.ts";
import { ownScenario, strangerSignsIn } from "./own-scenario.ts";

/** One person whom the SP does not know signs in, as often as it says; nothing is expected of it. */
export function strangerAt(place: Place, id: string, times: number): Scenario {
  const steps = Array.from({ length: times }, () => strangerSignsIn(place));
  return ownScenario(place, { id, title: "A stranger signs in", steps });
}
