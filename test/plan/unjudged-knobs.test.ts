import { expect, it } from "vitest";
import { rowsOf } from "../../harness/plan/knobs.ts";
import { loadScenarios } from "../../harness/scenario/index.ts";
import { KNOBS, PROTOCOLS, type Knob, type Scenario } from "../../harness/scenario/model/index.ts";

/**
 * Values that an SP's owner may declare and that no scenario looks at yet, each with the checks of the catalogue that
 * are to come for it. A run says so of each that a target declares.
 */
const AWAITED: { readonly [value: string]: readonly string[] } = {};

const scenarios = loadScenarios(["scenarios"], { root: new URL("../../", import.meta.url).pathname });

function looksAt(scenario: Scenario, knob: Knob, value: string): boolean {
  const rows = PROTOCOLS.flatMap((protocol) => rowsOf(scenario, protocol));
  return (
    scenario.require.policy[knob]?.includes(value) === true ||
    scenario.require.saml?.[knob]?.includes(value) === true ||
    rows.some(({ when }) => when[knob]?.includes(value))
  );
}

it("every value that can be declared is looked at by a scenario, or awaits one by name", () => {
  const values = (Object.keys(KNOBS) as Knob[]).flatMap((knob) => KNOBS[knob].map((value) => ({ knob, value })));
  const unjudged = values.filter(({ knob, value }) => !scenarios.some((scenario) => looksAt(scenario, knob, value)));
  expect(unjudged.map(({ knob, value }) => `${knob}=${value}`)).toEqual(Object.keys(AWAITED));
});

it("what is awaited is not there yet under its name", () => {
  const ids = scenarios.map(({ id }) => id);
  expect(
    Object.values(AWAITED)
      .flat()
      .filter((id) => ids.includes(id)),
  ).toEqual([]);
});
