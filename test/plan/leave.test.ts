import { describe, expect, it } from "vitest";
import { makePlan, type Withheld } from "../../harness/plan/index.ts";
import { ALL, mint, oidc, scenarioOf, targetOf } from "./stage.ts";

const PLAIN = "given: { people: [ada] }\nsteps: [{ sign_in: ada, expect: { outcome: signed_in } }]";
const SEEDED =
  'given: { people: [ada], accounts: { local: { email: "x.{{ns}}@acme.test" } } }\nsteps: [{ sign_in: ada, expect: { outcome: signed_in } }]';
const GRANTED =
  "given: { people: [ada] }\nsteps:\n  - { sign_in: ada, expect: { outcome: signed_in, remember: adas } }\n  - grant: { adas: admin }";
const TAMPERED =
  "given: { people: [ada] }\nsteps:\n  - { sign_in: ada, tamper: missing-subject, expect: { outcome: refused } }\n  - { sign_in: ada, tamper: nothing, control: true, expect: { outcome: signed_in } }";
const CONTROL =
  "given: { people: [ada] }\nsteps: [{ sign_in: ada, tamper: nothing, control: true, expect: { outcome: signed_in } }]";

const NONE: Withheld = { seeding: "there", tampering: "there" };

function settled(body: string, withheld?: Withheld) {
  const scenarios = [scenarioOf(body)];
  const select = { ...ALL, protocols: ["oidc"] } as const;
  const plan = makePlan({ scenarios, target: targetOf(oidc("a")), select, mint, ...(withheld && { withheld }) });
  return plan.checks.map((check) => check.settled);
}

describe("what may not be done to an SP", () => {
  it("leaves a check that needs it unobservable, with the reason", () => {
    expect(settled(SEEDED, NONE)).toEqual([{ verdict: "unobservable", reason: "it would seed at there" }]);
    expect(settled(GRANTED, NONE)).toEqual([{ verdict: "unobservable", reason: "it would grant at there" }]);
    expect(settled(TAMPERED, NONE)).toEqual([
      { verdict: "unobservable", reason: "it would send corrupted messages to there" },
    ]);
  });

  it("says nothing of a check that does without", () => {
    for (const body of [PLAIN, CONTROL]) expect(settled(body, NONE)).toEqual([undefined]);
    expect(settled(TAMPERED, { seeding: "there" })).toEqual([undefined]);
    expect(settled(SEEDED, { tampering: "there" })).toEqual([undefined]);
    for (const body of [SEEDED, GRANTED, TAMPERED]) expect(settled(body)).toEqual([undefined]);
  });
});
