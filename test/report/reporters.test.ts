import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DOMParser } from "@xmldom/xmldom";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Reporter, RunEvent } from "../../harness/report/events.ts";
import { createListReporter, REPORT_KINDS } from "../../harness/report/index.ts";
import type { FileReporter, Output, ReportDocument } from "../../harness/report/index.ts";
import { reporterContract } from "./contract.ts";
import type { ReporterUnderTest } from "./contract.ts";
import { wholeRun } from "./events.ts";
import { unpackedPage } from "./unpacked.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "jitterbug-report-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function inFolder(kind: string): FileReporter {
  const reporter = REPORT_KINDS[kind]?.({ path: join(folder, "new", "folder", kind), version: "1.2.3" });
  if (reporter === undefined) throw new Error(`no reporter ${kind}`);
  return reporter;
}

async function written(kind: string, events: readonly RunEvent[]): Promise<string> {
  const reporter = inFolder(kind);
  for (const event of events) await reporter.on(event);
  return readFile(reporter.path, "utf8");
}

function buffer(options: Partial<Output> = {}): Output & { text: string } {
  return {
    text: "",
    isTTY: false,
    colors: false,
    columns: 100,
    ...options,
    write(text: string) {
      this.text += text;
    },
  };
}

function fileReporter(kind: string): () => Promise<ReporterUnderTest> {
  return async () => {
    const reporter = inFolder(kind);
    return { reporter, text: async () => unpackedPage(await readFile(reporter.path, "utf8")) };
  };
}

for (const kind of Object.keys(REPORT_KINDS))
  reporterContract(kind, fileReporter(kind), {
    troublesOnly: ["github", "gitlab", "sarif"].includes(kind),
    forOthers: kind === "statement",
  });
reporterContract("list", async () => {
  const output = buffer();
  const reporter: Reporter = createListReporter({ output, reports: [] });
  return { reporter, text: async () => output.text };
});

it("the list begins with what the run is of, beside its seed", async () => {
  const output = buffer();
  const list = createListReporter({ output, reports: [], about: ["profile okta", "defect \u001b[31m"] });
  for (const event of wholeRun()) await list.on(event);
  expect(output.text.split("\n")[0]).toBe(String.raw`acme-app  seed seed-1  profile okta  defect \u{1b}[31m`);
});

it("what went wrong is named once more at the end, and of more than a screen each scenario with how often", async () => {
  const output = buffer();
  const list = createListReporter({ output, reports: [] });
  const events = wholeRun();
  for (const event of events.slice(0, -1)) {
    await list.on(event);
    if (event.type !== "check_finished" || event.verdict.verdict !== "failed") continue;
    for (let at = 0; at < 20; at++)
      await list.on({ ...event, check: { ...event.check, id: "many", name: `many [${at}]` } });
  }
  for (const event of events.slice(-1)) await list.on(event);
  expect(output.text).toMatch(/\n {2}failed\n {4}check-failed \[oidc, email_sync=off\]\n {4}many, 20 checks\n\n/);
});

describe("file reports", () => {
  it.each(Object.keys(REPORT_KINDS))("%s: is its owner's only, and leaves no draft behind", async (kind) => {
    const reporter = inFolder(kind);
    for (const event of wholeRun()) await reporter.on(event);
    expect((await stat(reporter.path)).mode & 0o777).toBe(0o600);
    expect(reporter.written).toBe(true);
  });

  it("says ERR_REPORT with the path where nothing can be written", async () => {
    await writeFile(join(folder, "file"), "");
    const reporter = REPORT_KINDS["json"]?.({ path: join(folder, "file", "report.json"), version: "1" });
    const events = wholeRun();
    for (const event of events.slice(0, -1)) await reporter?.on(event);
    await expect(Promise.resolve(reporter?.on(events.at(-1) ?? wholeRun()[0]!))).rejects.toMatchObject({
      code: "ERR_REPORT",
      message: expect.stringContaining(join("file", "report.json")),
    });
    expect(reporter?.written).toBe(false);
  });
});

describe("json", () => {
  it("holds the run in the documented fields", async () => {
    const report = JSON.parse(await written("json", wholeRun())) as ReportDocument;
    expect(report).toMatchObject({
      schema: "jitterbug-report-1",
      version: "1.2.3",
      target: "acme-app",
      seed: "seed-1",
      started_at: "2023-11-14T22:13:20.000Z",
      duration_ms: 1500,
      partial: false,
      summary: {
        passed: 1,
        failed: 1,
        warned: 1,
        observed: 1,
        not_applicable: 1,
        unobservable: 1,
        misconfigured: 1,
        error: 1,
      },
    });
    expect(report.not_offered).toHaveLength(1);
    const failed = report.checks.find(({ verdict }) => verdict === "failed");
    expect(Object.keys(failed ?? {})).toEqual([
      "id",
      "name",
      "title",
      "protocol",
      "profile",
      "connection",
      "policy",
      "pack",
      "severity",
      "verdict",
      "reason",
      "harm",
      "unseen",
      "unsafe",
      "signs",
      "known",
      "follows_from",
      "cause",
      "fix",
      "references",
      "duration_ms",
      "steps",
    ]);
    expect(failed?.policy).toEqual({ email_sync: "off", email_verified_missing: null });
    expect(failed?.steps[0]?.exchanges).toHaveLength(1);
    expect(failed?.steps[0]?.judgements[1]).toMatchObject({ expected: "created 0", place: "a.yaml:22:7" });
  });

  it("lists checks as planned, not as they finished", async () => {
    const events = [...wholeRun()];
    const finished = events.filter(({ type }) => type === "check_finished").toReversed();
    const rest = events.filter(({ type }) => type !== "check_finished" && type !== "run_finished");
    const report = JSON.parse(await written("json", [...rest, ...finished, ...events.slice(-1)])) as ReportDocument;
    expect(report.checks[0]?.id).toBe("check-passed");
  });
});

describe("junit", () => {
  const cases = async () => {
    const document = new DOMParser().parseFromString(await written("junit", wholeRun()), "text/xml");
    return [...document.getElementsByTagName("testcase")];
  };

  it("names a case by pack and id, and as the check is called", async () => {
    const [first] = await cases();
    expect(first?.getAttribute("classname")).toBe("email-change.check-passed");
    expect(first?.getAttribute("name")).toBe("check-passed [oidc, email_sync=off]");
  });

  it("counts no verdict as better than it is", async () => {
    const outcomes = (await cases()).map((element) => [
      element.getAttribute("classname")?.replace("email-change.check-", ""),
      [...element.childNodes].map(({ nodeName }) => nodeName).join(),
    ]);
    expect(Object.fromEntries(outcomes)).toEqual({
      passed: "",
      failed: "failure",
      warned: "system-out",
      observed: "skipped",
      unobservable: "failure",
      misconfigured: "error",
      error: "error",
      "not-applicable": "skipped",
    });
    const document = new DOMParser().parseFromString(await written("junit", wholeRun()), "text/xml");
    const suite = document.getElementsByTagName("testsuite")[0];
    const counted = ["tests", "failures", "errors", "skipped"].map((name) => suite?.getAttribute(name));
    expect(counted).toEqual(["8", "2", "2", "2"]);
  });
});

it("junit counts what could not be seen as skipped where that lets the run pass", async () => {
  const reporter = REPORT_KINDS["junit"]?.({ path: join(folder, "junit"), version: "1", allowUnobservable: true });
  for (const event of wholeRun()) await reporter?.on(event);
  const document = new DOMParser().parseFromString(await readFile(join(folder, "junit"), "utf8"), "text/xml");
  const suite = document.getElementsByTagName("testsuite")[0];
  expect(["failures", "skipped"].map((name) => suite?.getAttribute(name))).toEqual(["1", "3"]);
});

describe("list", () => {
  const listed = async (output: Output & { text: string }, reports: readonly FileReporter[] = []): Promise<string> => {
    const reporter = createListReporter({ output, reports });
    for (const event of wholeRun()) {
      for (const report of reports) await report.on(event);
      await reporter.on(event);
    }
    return output.text;
  };

  it("rewrites a status line on a terminal only", async () => {
    expect(await listed(buffer())).not.toContain("\u001b");
    expect(await listed(buffer({ isTTY: true }))).toContain("\r\u001b[2K");
  });

  it("colours only where colours are wanted", async () => {
    expect(await listed(buffer({ colors: true }))).toContain("\u001b[31m");
  });

  it("says where the reports are", async () => {
    const json = inFolder("json");
    expect(await listed(buffer(), [json])).toContain(`json   ${json.path}`);
  });

  it("reads as its golden file", async () => {
    await expect(await listed(buffer())).toMatchFileSnapshot("golden/list.txt");
  });
});
