import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Verdict } from "../../harness/judge/verdict.ts";
import type { ReportDocument } from "../../harness/report/index.ts";
import { jitterbug, type Ended } from "./command-line.ts";

/** Some checks at the reference SP with a defect: what of them is run, and told, where less is wanted. */
const TARGET = new URL("../../sp-reference/jitterbug.yaml", import.meta.url).pathname;
const PATIENCE = 200_000;
const IDS = ["mail-change", "mail-freed", "rep-same"];

let dir: string;
let first: Ended;
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), "jitterbug-narrow-"));
  first = await run("first");
}, PATIENCE);
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const report = (name: string): ReportDocument =>
  JSON.parse(readFileSync(join(dir, `${name}.json`), "utf8")) as ReportDocument;
const toldAs = (verdict: Verdict, name: string): readonly string[] =>
  report(name).checks.flatMap((check) => (check.verdict === verdict ? [check.name] : []));
const wrongIn = (name: string): readonly string[] => toldAs("failed", name);

function run(name: string, ...more: readonly string[]): Promise<Ended> {
  const which = IDS.flatMap((id) => ["--id", id]);
  const args = ["run", "--target", TARGET, "--ephemeral-keys", "--protocol", "oidc", ...which, ...more];
  return jitterbug([...args, "--report", `json=${join(dir, `${name}.json`)}`], { env: { SP_DEFECTS: "key-by-email" } });
}

describe("--failed", () => {
  it(
    "runs what went wrong before, and nothing else",
    async () => {
      expect(first.status).toBe(1);
      expect(wrongIn("first").length).toBeGreaterThan(1);
      expect(report("first").checks.map(({ id }) => id)).toContain("rep-same");
      expect((await run("again", "--failed", join(dir, "first.json"))).status).toBe(1);
      expect(report("again").checks.map(({ name }) => name)).toEqual(wrongIn("first"));
    },
    PATIENCE,
  );

  it("tells a file that is no report, and a report in which nothing went wrong", async () => {
    const other = await run("other", "--failed", TARGET);
    expect([other.status, other.stderr]).toEqual([2, expect.stringContaining("is no JSON report of a run")]);
  });
});

describe("--bail", () => {
  it(
    "ends the run with the first that goes wrong, as a partial one",
    async () => {
      const { status, stdout } = await run("bail", "--bail", "--jobs", "1");
      expect(status).toBe(1);
      expect(stdout).toContain("Stopped early");
      expect(report("bail").partial).toBe(true);
      expect(wrongIn("bail")).toHaveLength(1);
      expect(report("bail").checks.length).toBeLessThan(report("first").checks.length);
    },
    PATIENCE,
  );
});

describe("--quiet", () => {
  it(
    "tells of what went wrong or is warned of, and counts the rest",
    async () => {
      const { stdout } = await run("quiet", "--quiet");
      expect(first.stdout).toMatch(/^ {2}✓ rep-same/m);
      expect(stdout).not.toContain("✓");
      for (const name of wrongIn("quiet")) expect(stdout).toContain(`✗ ${name}`);
      expect(toldAs("warned", "quiet")).not.toEqual([]);
      for (const name of toldAs("warned", "quiet")) expect(stdout).toContain(`▲ ${name}`);
      expect(stdout).toMatch(/\d+ passed, \d+ failed/);
    },
    PATIENCE,
  );
});
