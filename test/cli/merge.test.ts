import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ReportDocument } from "../../harness/report/index.ts";
import { jitterbug, type Ended } from "./command-line.ts";

const ARGS = [
  "run",
  "--target",
  "../../../sp-reference/jitterbug.yaml",
  "--ephemeral-keys",
  "--seed",
  "shards",
  "--protocol",
  "oidc",
];
/** A check in each of two shards, of which one follows from the other by one defect. */
const IDS = ["mail-change", "mail-freed"].flatMap((id) => ["--id", id]);
/** Three kits and three SPs at once. */
const PATIENCE = 400_000;
const DEFECT = { env: { SP_DEFECTS: "key-by-email" } };

let dir: string;
let whole: ReportDocument;
let ended: Ended | undefined;
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), "jitterbug-merge-"));
  const runs = await Promise.all([
    jitterbug([...ARGS, ...IDS, "--report", `json=${file("whole.json")}`], DEFECT),
    ...[1, 2].map((index) =>
      jitterbug([...ARGS, ...IDS, "--shard", `${index}/2`, "--save", file(`${index}.jsonl`)], DEFECT),
    ),
  ]);
  [ended] = runs;
  whole = report("whole.json");
}, PATIENCE);
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const file = (name: string): string => join(dir, name);
const report = (name: string): ReportDocument => JSON.parse(readFileSync(file(name), "utf8")) as ReportDocument;
const merge = (...names: readonly string[]): Promise<Ended> =>
  jitterbug(["merge", ...names.map(file), "--report", `json=${file("merged.json")}`]);

const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/** A report without what no two runs have alike: times, ports, what went over the wire, and the ids that the SP gives. */
function lasting({ checks, ...rest }: ReportDocument): unknown {
  const { started_at: _, duration_ms: __, findings: ___, ...document } = rest;
  const told = checks.map(({ steps: _____, duration_ms: ______, ...check }) => check);
  const text = JSON.stringify({ ...document, checks: told });
  return JSON.parse(text.replace(UUID, "an id").replaceAll(/localhost:\d+/g, "the SP"));
}

/** The second shard, with its first line changed. */
function other(name: string, from: string | RegExp, to: string): string {
  const [first = "", ...lines] = readFileSync(file("2.jsonl"), "utf8").split("\n");
  const changed = first.replace(from, to);
  expect(changed).not.toBe(first);
  writeFileSync(file(name), [changed, ...lines].join("\n"));
  return name;
}

describe("merge", () => {
  it("of all shards, in any order, is the whole run: verdicts, policy, roots and exit status", async () => {
    const { status, stdout } = await merge("2.jsonl", "1.jsonl");
    expect(status).toBe(ended?.status);
    expect(status).toBe(1);
    expect(stdout).toContain("every verdict is as it was when the run was saved");
    expect(lasting(report("merged.json"))).toEqual(lasting(whole));
    expect(whole.checks.some(({ follows_from }) => follows_from !== null)).toBe(true);
  });

  it("refuses a missing shard, one that is there twice, and a run that is none", async () => {
    const missing = await merge("1.jsonl");
    expect(missing.status).toBe(2);
    expect(missing.stderr).toMatch(/ERR_SAVED_RUN .*1\.jsonl:1: of this run 2\/2 is missing/);
    const twice = await merge("1.jsonl", "2.jsonl", "1.jsonl");
    expect(twice.status).toBe(2);
    expect(twice.stderr).toMatch(/1\.jsonl:1: shard 1\/2 is there twice/);
    const none = await merge(other("none.jsonl", /"part":\{.*?\]\},/, ""), "1.jsonl");
    expect(none.status).toBe(2);
    expect(none.stderr).toMatch(/none\.jsonl:1: this run is no shard/);
  });

  it.each([
    ["target", /"target":"[^"]*"/, '"target":"another"', /the target differs: it has "another", and/],
    ["kit", /"kit":"[^"]*"/, '"kit":"9.9.9"', /the version of jitterbug differs: it has "9\.9\.9"/],
    ["count", /"of":2/, '"of":3', /the number of shards differs: it has 3/],
    ["plan", /"names":\["[^"]*",/, '"names":[', /the plan differs/],
    ["lie", /"index":2/, '"index":"2"', /this run is no shard/],
  ])("refuses a shard of another %s", async (name, from, to, message) => {
    const { status, stderr } = await merge("1.jsonl", other(`${name}.jsonl`, from, to));
    expect(stderr).toMatch(message);
    expect(stderr).toContain("ERR_SAVED_RUN");
    expect(status).toBe(2);
  });

  it("of a shard that was killed is partial, and says so", async () => {
    const lines = readFileSync(file("2.jsonl"), "utf8").split("\n");
    writeFileSync(file("cut.jsonl"), lines.slice(0, -3).join("\n"));
    const { stdout } = await merge("1.jsonl", "cut.jsonl");
    expect(stdout).toContain("a shard was cut off");
    expect(report("merged.json").partial).toBe(true);
  });
});
