import { describe, expect, it } from "vitest";
import { rowsOf } from "../../harness/plan/knobs.ts";
import { ONLY_BY } from "../../harness/plan/means.ts";
import { loadScenarios } from "../../harness/scenario/index.ts";
import { KNOB_NAMES, PROTOCOLS, type Knob, type Scenario } from "../../harness/scenario/model/index.ts";
import { needsOfScenario } from "../../harness/scenario/needs.ts";
import { oidc, only, scenarioOf, targetOf } from "./stage.ts";

const FIRST =
  "given: { people: [ada] }\nsteps:\n  - { sign_in: ada, browser: desk, expect: { outcome: signed_in, remember: adas } }\n";

/** A check that needs a means, and a target file that has it. */
const NEEDING = {
  age: [
    `${FIRST}  - { age: { account: adas, by: 2h, browser: desk, every: 10m }, expect: { session: { account: none } } }`,
    "seed: { age: { http: POST /older } }",
    "no seed.age of the target file makes a session older",
  ],
  edit: [
    `${FIRST}  - { edit: adas, names: { given_name: Gus } }`,
    "seed: { edit: { http: POST /name } }",
    "no seed.edit of the target file changes a name at the SP",
  ],
  organization: [
    `lane: exclusive\n${FIRST}  - { organization: { fresh: true } }`,
    "seed: { organization: { http: POST /anew } }",
    "no seed.organization of the target file makes an organization in which nobody is",
  ],
} as const;

describe.each(Object.entries(NEEDING))("a means that the target file does not have: %s", (_, [body, have, without]) => {
  const settled = (policy: string, seed = "{}") =>
    only(scenarioOf(body), targetOf(oidc("a"), { policy, seed: seed.replace(/^seed: /, "") })).settled;

  it("is not asked", () => {
    expect(settled("{}")).toEqual({ verdict: "not_applicable", reason: without });
    expect(settled("{ session_max: none, last_admin: allow, profile_sync: first_login }")?.verdict).toBe(
      "not_applicable",
    );
  });

  it("is asked where it has it", () => {
    expect(settled("{ session_max: 8h, last_admin: protect }", have)).toBeUndefined();
  });
});

it.each([
  ["age", "session_max: 8h", "seed.age"],
  ["organization", "last_admin: protect", "seed.organization"],
] as const)("what nothing else looks at is not held without %s where it is promised", (means, promise, place) => {
  const [body, , without] = NEEDING[means];
  const target = targetOf(oidc("a"), { policy: `{ ${promise} }`, seed: "{}" });
  expect(only(scenarioOf(body), target).settled).toEqual({
    verdict: "unobservable",
    reason: `${without}, and nothing else looks at ${promise}`,
    lacks: [place],
  });
});

it("a file that says that the SP has no such thing is believed, whatever is promised", () => {
  const target = targetOf(oidc("a"), { policy: "{ session_max: 8h }", seed: "{ age: none }" });
  expect(only(scenarioOf(NEEDING.age[0]), target).settled?.verdict).toBe("not_applicable");
});

it("the knobs of a means are those that no check without it looks at", () => {
  const scenarios = loadScenarios(["scenarios"], { root: new URL("../../", import.meta.url).pathname });
  const needs = (scenario: Scenario, means: string) => needsOfScenario(scenario).abilities.includes(means);
  const onlyBy = (means: string): readonly Knob[] => {
    const looked = (having: boolean) =>
      new Set(scenarios.filter((one) => needs(one, means) === having).flatMap(knobsLookedAt));
    const [by, beside] = [looked(true), looked(false)];
    return KNOB_NAMES.filter((knob) => by.has(knob) && !beside.has(knob));
  };
  expect(Object.fromEntries(Object.keys(ONLY_BY).map((means) => [means, onlyBy(means)]))).toEqual(ONLY_BY);
});

function knobsLookedAt(scenario: Scenario): readonly Knob[] {
  const rows = PROTOCOLS.flatMap((protocol) => rowsOf(scenario, protocol));
  return rows.flatMap(({ when }) => KNOB_NAMES.filter((knob) => when[knob] !== undefined));
}
