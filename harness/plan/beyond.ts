import { SCIM } from "../scenario/abilities.ts";
import type { Scenario } from "../scenario/model/index.ts";
import { needsOfScenario } from "../scenario/needs.ts";

/** Whether it looks at accounts that a directory pushes, which no sign-in takes part in. */
export function isOfDirectory(scenario: Scenario): boolean {
  return needsOfScenario(scenario).abilities.includes(SCIM);
}

/** Whether it looks at when accounts were last signed in to. */
export function isOfUnused(scenario: Scenario): boolean {
  return needsOfScenario(scenario).fields.includes("last_sign_in");
}
