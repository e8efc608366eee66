/** What a target must show and be able to do: derived from the steps and expectations alone. */
import { EXPECTATIONS } from "./expectations/index.ts";
import type { AccountField, Expect, Expectation, Scenario, Step } from "./model/index.ts";
import { abilityOf, sightOf } from "./vocabulary/index.ts";

export interface Needs {
  /** Fields of accounts that must be visible. */
  readonly fields: readonly AccountField[];
  /** Whether the session must be visible. */
  readonly session: boolean;
  /** Abilities of the target: `seed`, `grant`, `invite`, `sign_out` ... */
  readonly abilities: readonly string[];
}

const NOTHING: Needs = { fields: [], session: false, abilities: [] };

/** What a step with everything that is expected after it needs; or an `expect` alone; or one expectation of it. */
export function needsOf(what: Step | Expect | Expectation): Needs {
  if (!("kind" in what)) return needsOfExpect(what);
  if (isExpectation(what)) return { ...NOTHING, ...sightOf(what) };
  const ability = abilityOf(what);
  const own: Needs = { ...NOTHING, abilities: ability === undefined ? [] : [ability] };
  return what.expect !== undefined ? union([own, needsOfExpect(what.expect)]) : own;
}

function isExpectation(what: Step | Expectation): what is Expectation {
  return Object.hasOwn(EXPECTATIONS, what.kind);
}

/** What a whole scenario needs, `require.can` and seeded accounts included. */
export function needsOfScenario(scenario: Scenario): Needs {
  const { accounts, invitations } = scenario.given;
  const seeding = [...(accounts.length > 0 ? ["seed"] : []), ...(invitations.length > 0 ? ["invite"] : [])];
  const own: Needs = { ...NOTHING, abilities: [...scenario.require.can, ...seeding] };
  return union([own, ...scenario.steps.map(needsOf)]);
}

function needsOfExpect(expect: Expect): Needs {
  const remembers: Needs = { fields: [], session: expect.remember !== undefined, abilities: [] };
  return union([remembers, ...expect.all.map(needsOf), ...expect.one_of.map(needsOfExpect)]);
}

function union(all: readonly Needs[]): Needs {
  return {
    fields: [...new Set(all.flatMap(({ fields }) => fields))],
    session: all.some(({ session }) => session),
    abilities: [...new Set(all.flatMap(({ abilities }) => abilities))],
  };
}
