import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { jitterbug } from "./command-line.ts";

const SURVEY = new URL("../lawful/survey/jitterbug.yaml", import.meta.url).pathname;

const REPORT = (check: string): string =>
  `{"schema":"jitterbug-report-1","summary":{},"not_offered":[],"wanted":[],"findings":[],"warnings":[],"checks":[${check}]}`;

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), "jitterbug-show-"));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

it("makes the page that the run would have written, beside its JSON report, for nobody else to read", async () => {
  const reports = ["json", "html"].flatMap((kind) => ["--report", `${kind}=${join(dir, `run.${kind}`)}`]);
  const run = await jitterbug(["run", "--target", SURVEY, "--id", "first-create", "--ephemeral-keys", ...reports]);
  expect(run.status).toBe(0);
  const page = readFileSync(join(dir, "run.html"), "utf8");
  rmSync(join(dir, "run.html"));
  const shown = await jitterbug(["show", "run.json"], { cwd: dir });
  expect([shown.status, shown.stderr]).toEqual([0, ""]);
  expect(shown.stdout.trim()).toBe(join(dir, "run.html"));
  expect(readFileSync(join(dir, "run.html"), "utf8")).toBe(page);
  expect(statSync(join(dir, "run.html")).mode & 0o777).toBe(0o600);
  const elsewhere = await jitterbug(["show", "run.json", "--out", "other/page.html"], { cwd: dir });
  expect(elsewhere.stdout.trim()).toBe(join(dir, "other/page.html"));
});

it.each([
  ["a file that is not there", null],
  ["no JSON", "<html>"],
  ["another JSON", `{"schema":"jitterbug-report-9","checks":[]}`],
  ["a report with a check that is none", REPORT("null")],
  ["a report with a check that lacks its steps", REPORT(`{"id":"a","name":"a"}`)],
])("says of %s that it is no report, and which command writes one", async (_what, text) => {
  rmSync(join(dir, "odd.json"), { force: true });
  if (text !== null) writeFileSync(join(dir, "odd.json"), text);
  const { status, stdout, stderr } = await jitterbug(["show", "odd.json"], { cwd: dir });
  expect(stderr).toMatch(/^ERR_USAGE .*odd\.json is no JSON report of a run: .*\n {2}.*--report json=PATH/);
  expect([status, stdout]).toEqual([2, ""]);
});
