import { describe, expect, test } from "vitest";
import { loadScenarios } from "../../harness/scenario/index.ts";
import type { Expect, Step } from "../../harness/scenario/model/index.ts";
import { EXPECTATIONS } from "../../harness/scenario/expectations/index.ts";
import { BY_HAND, STEPS } from "../../harness/scenario/steps/index.ts";
import {
  abilityOf,
  browserNamedBy,
  endsAsSignIn,
  expectationInWords,
  goesOnIn,
  rendered,
  stepInWords,
  throughIdp,
  titleOf,
  type Rendering,
} from "../../harness/scenario/vocabulary/index.ts";
import { ROOT } from "../architecture/imports.ts";
import { inFolder, scenarioText } from "./helpers.ts";

/** No scenario of the kit's own seeds in the middle, or has code beside it. */
const SEEDING = scenarioText("seeding").replace(
  "steps:",
  'steps:\n  - seed: { local: { email: "local.{{ns}}@{{domain}}", roles: ["{{roles.one.role}}"] } }\n  - call: ./own.ts\n    browser: desk\n    expect: { holds: [./own.ts, { by: ./own.ts, with: { of: "{{ns}}" } }] }',
);

const shipped = loadScenarios(["scenarios"], { root: ROOT });
const more = inFolder(
  { "own.ts": "", "seeding.yaml": SEEDING.replace("given:", "require: { roles: 1 }\ngiven:") },
  (root) => loadScenarios(["."], { root }),
);
const steps = [...shipped, ...more].flatMap((scenario) => scenario.steps);
const expectationsIn = ({ all, one_of }: Expect): Expect["all"] => [...all, ...one_of.flatMap(expectationsIn)];
const byKind = Object.keys(STEPS).map((kind) => [kind, steps.filter((step) => step.kind === kind)] as const);

/** Fills in nothing. */
const NOTHING: Rendering = {
  text: (text) => text,
  value: (value) => value,
  of: () => ({ value: (value) => value, claims: (claims) => claims }),
  connection: (name) => name,
  account: (account) => account,
  invitation: (invitation) => invitation,
};

describe.each(byKind)("the row of %s", (kind, own) => {
  test("says what a step does, in the report's line and in explain", () => {
    expect(own.length).toBeGreaterThan(0);
    for (const step of own) {
      expect(titleOf(step)).toMatch(new RegExp(`^${kind}: .*[^ ]$`));
      expect(stepInWords(step)).toMatch(/^[^ ].*[^ .]$/);
      expect(stepInWords(step)).not.toContain("undefined");
    }
  });

  test("loses nothing of a step where its templates are filled in", () => {
    const whole = own.filter((step) => !JSON.stringify(step).includes('"template"'));
    for (const step of whole) expect(rendered(step, NOTHING)).toEqual(step);
  });

  test("agrees with itself", () => {
    for (const step of own) {
      const through = throughIdp(step);
      expect(through.length === 0 || endsAsSignIn(step)).toBe(true);
      expect(through.every(({ times }) => times > 0)).toBe(true);
      const [named, used] = [browserNamedBy(step), goesOnIn(step)];
      expect(named === undefined || named !== used?.browser).toBe(true);
      if (BY_HAND.has(kind)) expect(abilityOf(step)).toBe(kind);
    }
  });
});

test("every expectation is told in words", () => {
  const all = steps.flatMap(({ expect: wanted }: Step) => (wanted === undefined ? [] : expectationsIn(wanted)));
  expect([...new Set(all.map(({ kind }) => kind))].toSorted()).toEqual(Object.keys(EXPECTATIONS).toSorted());
  for (const one of all) {
    const told = expectationInWords(one);
    expect(told.length).toBeGreaterThan(0);
    expect(told.join("; ")).not.toContain("undefined");
  }
});
