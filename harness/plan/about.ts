import { knobsOf, type Knob, type Scenario } from "../scenario/model/index.ts";
import { tupleKnobs } from "./knobs.ts";

/** Whether a scenario asks about a knob, and so says itself what everybody else is taken care of for. */
export function isAbout(scenario: Scenario, knob: Knob): boolean {
  const { policy, not } = scenario.require;
  return (
    [policy, not].some((required) => knobsOf(required).includes(knob)) ||
    scenario.protocols.some((protocol) => tupleKnobs(scenario, protocol).includes(knob))
  );
}
