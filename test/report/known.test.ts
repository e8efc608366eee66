import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Ajv } from "ajv";
import { Parser, type Result } from "tap-parser";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { RunEvent } from "../../harness/report/events.ts";
import { createListReporter, REPORT_KINDS, type ReportDocument } from "../../harness/report/index.ts";
import { wholeRun } from "./events.ts";

/** The one check of the run that failed is known to: every report says so, and none is red for it. */
const KNOWN = { reason: "the next\nrelease <mends> it", link: "https://tracker.example/7", expires: "2027-02-28" };
const AS = { ...KNOWN, place: "jitterbug.baseline.yaml:2:5" };
const RUN: readonly RunEvent[] = wholeRun().map((event) => {
  if (event.type === "run_finished") {
    const place = { file: "jitterbug.baseline.yaml", line: 2, column: 5 };
    const entry = { ...KNOWN, id: "check-failed", policy: {}, verdict: "failed", place } as const;
    return { ...event, known_failures: [{ entry, state: "holds", checks: ["check-failed [oidc, email_sync=off]"] }] };
  }
  if (event.type !== "check_finished" || event.check.id !== "check-failed") return event;
  return { ...event, verdict: { ...event.verdict, known: AS } };
});

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "jitterbug-known-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function written(kind: string, events = RUN): Promise<string> {
  const path = join(folder, kind);
  const reporter = REPORT_KINDS[kind]?.({ path, version: "1.2.3" });
  for (const event of events) await reporter?.on(event);
  return readFile(path, "utf8");
}

describe("a known failure", () => {
  it("is failed in the JSON report, with what is said of it", async () => {
    const { checks, known_failures } = JSON.parse(await written("json")) as ReportDocument;
    expect(checks.find(({ id }) => id === "check-failed")).toMatchObject({ verdict: "failed", known: AS });
    expect(checks.filter(({ known }) => known !== null)).toHaveLength(1);
    expect(known_failures).toMatchObject([{ id: "check-failed", state: "holds", place: AS.place }]);
  });

  it("is suppressed in SARIF, and no other result is", async () => {
    const document: unknown = JSON.parse(await written("sarif"));
    const schema = JSON.parse(await readFile(new URL("schemas/sarif-2.1.0.json", import.meta.url), "utf8")) as {
      readonly [member: string]: unknown;
    };
    const { $schema: _, id: __, ...rest } = schema;
    const validate = new Ajv({ strict: false, validateFormats: false }).compile(rest);
    expect(validate(document), JSON.stringify(validate.errors)).toBe(true);
    const { runs } = document as { runs: [{ results: { ruleId: string; suppressions?: object[] }[] }] };
    expect(
      runs[0].results.flatMap(({ ruleId, suppressions = [] }) => suppressions.map((one) => [ruleId, one])),
    ).toEqual([["check-failed", expect.objectContaining({ kind: "external", status: "accepted" })]]);
  });

  it("is still to do in TAP, and passes its harness", async () => {
    const points = async (events: readonly RunEvent[]): Promise<readonly Result[]> => {
      const seen: Result[] = [];
      const parser = new Parser({ strict: true });
      parser.on("assert", (point: Result) => seen.push(point));
      parser.end(await written("tap", events));
      return seen;
    };
    const [point] = (await points(RUN)).filter(({ name }) => name.startsWith("check-failed"));
    expect(point).toMatchObject({ ok: false, todo: expect.stringContaining("known until 2027-02-28") as string });
    const [news] = (await points(wholeRun())).filter(({ name }) => name.startsWith("check-failed"));
    expect(news?.todo).toBeFalsy();
  });

  it("is skipped in JUnit and CTRF, whose readers know nothing between", async () => {
    const junit = await written("junit");
    expect(junit).toMatch(/<skipped message="known until 2027-02-28: the next[^"]*release &lt;mends&gt; it \(https:/);
    expect(junit).toContain('failures="1"');
    expect(await written("junit", wholeRun())).toContain('failures="2"');
    const { results } = JSON.parse(await written("ctrf")) as {
      results: { tests: { name: string; status: string; message?: string }[] };
    };
    const test = results.tests.find(({ name }) => name.startsWith("check-failed"));
    expect(test).toMatchObject({ status: "skipped", message: expect.stringContaining("known until") as string });
  });

  it.each(["github", "gitlab"])("is no finding for %s", async (kind) => {
    expect(await written(kind)).not.toContain("check-failed");
    expect(await written(kind, wholeRun())).toContain("check-failed");
  });

  it("has a place of its own in Markdown", async () => {
    const text = await written("markdown");
    expect(text).toContain("1 failed as known");
    expect(text).toContain("known until 2027-02-28");
    expect(text).not.toMatch(/^\| failed \|/m);
  });

  it("is told in one line at a terminal, and counted", async () => {
    let text = "";
    const output = { write: (more: string) => void (text += more), isTTY: false, colors: false, columns: 120 };
    const list = createListReporter({ output, reports: [] });
    for (const event of RUN) await list.on(event);
    expect(text).toContain("✗ check-failed [oidc, email_sync=off]  failed, as known");
    expect(text).toMatch(/known until 2027-02-28: the next.*release <mends> it \(https:\/\/tracker\.example\/7\)/);
    expect(text).toContain("1 failed (1 as known)");
  });
});
