import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { jitterbug } from "./command-line.ts";

const ROOT = join(import.meta.dirname, "../..");
const SURVEY = join(ROOT, "test/lawful/survey");
const SCENARIO = join(ROOT, "scenarios/identity-key/key-entity-nameid.yaml");
const PROVE = ["selftest", SCENARIO, "--target", join(ROOT, "sp-reference/jitterbug.yaml")];

function folder(): string {
  const dir = mkdtempSync(join(tmpdir(), "jitterbug-selftest-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

/** The survey's target file, for an SP that starts with a fault. */
function faulty(dir: string): string {
  const file = join(dir, "faulty.yaml");
  const text = readFileSync(join(SURVEY, "jitterbug.yaml"), "utf8")
    .replace("target: survey", "target: survey-without-issuer")
    .replace("  env:\n", `  cwd: ${SURVEY}\n  env:\n    FAULT: key-without-issuer\n`);
  writeFileSync(file, text);
  return file;
}

test("runs the lawful SPs that are named, beside a single defect too, and tells what is red on them", async () => {
  const dir = folder();
  const report = join(dir, "matrix.json");
  const lawful = [join(SURVEY, "jitterbug.yaml"), faulty(dir)].flatMap((file) => ["--lawful", file]);
  const args = [...PROVE, "--defect", "key-by-subject-only", ...lawful, "--report", `json=${report}`];
  const { status, stdout } = await jitterbug(args, { cwd: dir });
  const matrix = JSON.parse(readFileSync(report, "utf8")) as { readonly [name: string]: unknown };
  expect(matrix).toMatchObject({
    defects: [{ id: "key-by-subject-only", killed_by: ["key-entity-nameid"] }],
    survivors: [],
    false_red: [{ target: "survey-without-issuer", id: "key-entity-nameid", verdict: "failed" }],
    lawful: expect.arrayContaining([
      { target: "survey", checks: 1, verdicts: { passed: 1 } },
      { target: "survey-without-issuer", checks: 1, verdicts: { failed: 1 } },
    ]),
  });
  expect(stdout).toMatch(/key-entity-nameid \[saml\] is failed on survey-without-issuer, which is lawful: /);
  expect(status).toBe(1);
}, 120_000);

test("a lawful SP that cannot be run, or that no check judges, proves nothing", async () => {
  const dir = folder();
  const report = join(dir, "matrix.json");
  const silent = join(dir, "silent.yaml");
  writeFileSync(silent, readFileSync(join(SURVEY, "jitterbug.yaml"), "utf8").replace("sp.ts", "nowhere.ts"));
  const oidc = join(ROOT, "test/lawful/events/jitterbug.yaml");
  const args = [...PROVE, "--defect", "key-by-subject-only", "--lawful", silent, "--lawful", oidc];
  const { status, stdout } = await jitterbug([...args, "--report", `json=${report}`], { cwd: dir });
  const matrix = JSON.parse(readFileSync(report, "utf8")) as { readonly [name: string]: unknown };
  expect(matrix["false_red"]).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ target: "survey", id: "run", verdict: "misconfigured" }),
      expect.objectContaining({ target: "events", id: "run", reason: "no check could judge it" }),
    ]),
  );
  expect(stdout).toContain("the SP is misconfigured on events");
  expect(status).toBe(1);
}, 120_000);

test("a lawful SP's file that is not there is a slip of the command line", async () => {
  const { status, stderr } = await jitterbug([...PROVE, "--lawful", "nowhere.yaml"]);
  expect(status).toBe(2);
  expect(stderr).toContain("there is no file nowhere.yaml");
});

test("a part of it proves its own defects, and calls no check of the others unproven", async () => {
  const dir = folder();
  const parts = await Promise.all(
    [1, 2].map(async (index) => {
      const report = join(dir, `part-${index}.json`);
      const args = ["--shard", `${index}/2`, "--lawful", join(SURVEY, "jitterbug.yaml"), "--report", `json=${report}`];
      const { status } = await jitterbug([...PROVE, "--defect", "key-by-subject-only", ...args], { cwd: dir });
      expect(status).toBe(0);
      return JSON.parse(readFileSync(report, "utf8")) as { defects: { id: string }[]; lawful: object[]; unproven: [] };
    }),
  );
  expect(parts.flatMap(({ lawful }) => lawful)).toHaveLength(1);
  expect(parts.map(({ unproven }) => unproven)).toEqual([[], []]);
  expect(parts.flatMap(({ defects }) => defects)).toMatchObject([
    { id: "key-by-subject-only", killed_by: ["key-entity-nameid"] },
  ]);
});

test("tells by which of its protocols a check was not seen red, where all of its defects were run", async () => {
  const dir = folder();
  const prove = async (id: string, defect: string) => {
    const report = join(dir, `${id}.json`);
    const [, , ...target] = PROVE;
    const scenario = join(ROOT, `scenarios/sessions/${id}.yaml`);
    const args = ["selftest", scenario, ...target, "--defect", defect, "--report", `json=${report}`];
    const { status, stdout } = await jitterbug(args, { cwd: dir });
    expect(status).toBe(0);
    return { ...(JSON.parse(readFileSync(report, "utf8")) as { readonly unproven_by: unknown }), stdout };
  };
  // What was begun last is kept in memory for OIDC alone.
  const oneSided = await prove("sess-other-tab", "counted-for-the-last-begun");
  expect(oneSided.unproven_by).toEqual([{ id: "sess-other-tab", protocol: "saml" }]);
  expect(oneSided.stdout).toContain("Killed by the other protocol alone: sess-other-tab [saml]");
  const both = await prove("sess-two-tabs", "one-sign-in-per-browser");
  expect(both.unproven_by).toEqual([]);
  expect(both.stdout).not.toContain("alone");
});
