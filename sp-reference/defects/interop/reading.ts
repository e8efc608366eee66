import type { ReadingRules } from "../../saml/assertion.ts";
import type { SamlSteps } from "../../saml/steps.ts";
import type { Defect } from "../defect.ts";

/** Exchanges how a signed assertion is read. */
export function reading(change: (sound: ReadingRules) => Partial<ReadingRules>): Defect["spoil"] {
  return receiving(({ reads }) => ({ reads: { ...reads, ...change(reads) } }));
}

/** Exchanges steps of receiving a Response. */
export function receiving(change: (sound: SamlSteps) => Partial<SamlSteps>): Defect["spoil"] {
  return (workings) => ({ ...workings, saml: { ...workings.saml, ...change(workings.saml) } });
}
