import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { Kit } from "../faults/kit.ts";
import { CALL, folder, running } from "./configured/ground.ts";

const NAMES = { given_name: "{{claims.given_name}}", family_name: "{{claims.family_name}}" };

async function run(more: object, last: string) {
  const port = await running();
  const dir = folder({ prepare: [CALL], ...more }, port);
  const scenario = `id: edits-mapping
title: The mapping is edited
severity: SHOULD
basis: advice
protocols: [oidc]
lane: exclusive
given: { people: [ada] }
steps:
  - mapping: { given_name: family_name }
  - ${last}
`;
  writeFileSync(join(dir, "edits-mapping.yaml"), scenario);
  const ended = await new Kit(dir, ["run", "edits-mapping.yaml", "--allow-unobservable"]).ended;
  const told = (await (await fetch(`http://localhost:${port}/admin/names`)).json()) as readonly unknown[];
  return { ...ended, told };
}

describe("a mapping that a scenario edits", () => {
  const seed = { mapping: { http: "PUT /admin/names", json: NAMES } };
  const asItWas = { given_name: "given_name", family_name: "family_name" };
  const edited = { given_name: "family_name", family_name: "family_name" };

  test.each([
    ["all is well", "{ sign_in: ada, expect: { outcome: signed_in } }", "passed"],
    ["a step can not be done", "{ visit: 'http://elsewhere.test/' }", "misconfigured"],
  ])("is as it was when the check has ended, also where %s", async (_, last, verdict) => {
    const { told, report } = await run({ seed }, last);
    expect(report?.checks.find(({ id }) => id === "edits-mapping")?.verdict).toBe(verdict);
    expect(told).toEqual([asItWas, edited, asItWas]);
  });

  test("is told of where it can not be undone: whoever signs in there after that meets it", async () => {
    const once = { mapping: { http: "PUT /admin/names-once", json: NAMES } };
    const { report } = await run({ seed: once }, "{ sign_in: ada, expect: { outcome: signed_in } }");
    const check = report?.checks.find(({ id }) => id === "edits-mapping");
    expect(check).toMatchObject({ verdict: "misconfigured" });
    expect(check?.reason).toContain("seed.mapping");
  });

  test("is nobody's question where the SP is told of its IdP once and for all", async () => {
    const { report, told } = await run({}, "{ sign_in: ada, expect: { outcome: signed_in } }");
    expect(report?.checks.find(({ id }) => id === "edits-mapping")).toMatchObject({
      verdict: "not_applicable",
      reason: "no seed.mapping of the target file tells the SP of the name of given_name",
    });
    expect(told).toEqual([]);
  });
});
