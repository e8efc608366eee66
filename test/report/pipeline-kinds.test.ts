import { mkdtemp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Ajv } from "ajv";
import { marked, type Tokens } from "marked";
import { Parser, type Result } from "tap-parser";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { RunEvent } from "../../harness/report/events.ts";
import { createGithubReporter, REPORT_KINDS } from "../../harness/report/index.ts";
import type { FileReporterOptions } from "../../harness/report/index.ts";
import { wholeRun } from "./events.ts";

/** What each report is held to was written by others: schemas (schemas/README.md), and parsers. */

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "jitterbug-kinds-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function written(
  kind: string,
  events: readonly RunEvent[],
  options: Partial<FileReporterOptions> = {},
): Promise<string> {
  const path = join(folder, kind);
  const reporter = REPORT_KINDS[kind]?.({ path, version: "1.2.3", ...options });
  for (const event of events) await reporter?.on(event);
  return readFile(path, "utf8");
}

async function faultsOf(schema: string, document: unknown): Promise<unknown> {
  const text = await readFile(new URL(`schemas/${schema}.json`, import.meta.url), "utf8");
  // Nothing in them is of one draft alone but the names of these two.
  const { $schema: _, id: __, ...rest } = JSON.parse(text) as { readonly [member: string]: unknown };
  const validate = new Ajv({ strict: false, validateFormats: false, allErrors: true }).compile(rest);
  return validate(document) ? [] : validate.errors;
}

const RUNS: readonly (readonly [string, readonly RunEvent[]])[] = [
  ["a whole run", wholeRun()],
  ["a run that was stopped", wholeRun(true)],
  ["a run without a plan", [{ type: "run_finished", at: 2, duration_ms: 1, partial: true }]],
];

/** The run, with a text in the place of every one that an SP, an IdP or a file could have had a hand in. */
function hostile(text: string): readonly RunEvent[] {
  return wholeRun().map((event) => {
    if (event.type === "run_started") return { ...event, target: text };
    if (event.type === "warning") return { ...event, text };
    if (event.type !== "check_finished") return event;
    const { check, verdict } = event;
    const steps = verdict.steps.map((step) => ({
      ...step,
      title: text,
      judgements: step.judgements.map((one) => ({ ...one, actual: text, expected: text, note: text })),
    }));
    return {
      ...event,
      check: { ...check, title: text, name: `${check.id} [${text}]`, pack: text },
      verdict: { ...verdict, reason: text, cause: text, fix: text, steps },
    };
  });
}

const HOSTILE = [
  "first\nsecond\r\n::error::third\r##[error]fourth",
  "::stop-commands::x\n::set-output name=a::b",
  "100% %0A::error::x %25",
  "| a | b |\n|---|---|\n# heading\n- item\n> quote",
  "<img src=x onerror=alert(1)> <!-- --> </details>",
  "[link](javascript:alert(1)) ![image](http://evil.test/x) http://evil.test www.evil.test @everyone #1",
  "````\n# out of the fence\n````",
  "\u001b[31m\u202e\u0000\u2028\ud800",
  "ok 99 - x # SKIP y\nBail out!\n  ...\n---\n1..0 # TODO",
  "*a* _b_ `c` ~d~ &lt; $e$ \\",
];

describe.each([
  ["sarif", "sarif-2.1.0"],
  ["ctrf", "ctrf"],
])("%s", (kind, schema) => {
  it.each(RUNS)("is what its schema asks for, of %s", async (_, events) => {
    expect(await faultsOf(schema, JSON.parse(await written(kind, events)))).toEqual([]);
  });

  it.each(HOSTILE)("also where the SP says %j", async (text) => {
    expect(await faultsOf(schema, JSON.parse(await written(kind, hostile(text))))).toEqual([]);
  });
});

it("a schema refuses what is not of its kind", async () => {
  expect(await faultsOf("sarif-2.1.0", { version: "2.1.0", runs: [{ tool: {} }] })).not.toEqual([]);
  expect(await faultsOf("ctrf", { results: {} })).not.toEqual([]);
  expect(await faultsOf("codeclimate", { description: "x" })).not.toEqual([]);
});

interface Sarif {
  readonly runs: readonly [
    { readonly results: readonly { readonly ruleId: string; readonly kind: string; readonly level: string }[] },
  ];
}

it("sarif tells what could not be seen as open, and nothing of what passed", async () => {
  const { runs } = JSON.parse(await written("sarif", wholeRun())) as Sarif;
  const told = runs[0].results.map(({ ruleId, kind, level }) => [ruleId, kind, level].join(" "));
  expect(told).toEqual([
    "check-failed fail error",
    "check-warned fail warning",
    "check-unobservable open none",
    "check-misconfigured fail error",
    "check-error fail error",
  ]);
});

it("ctrf counts each check once", async () => {
  const { results } = JSON.parse(await written("ctrf", wholeRun())) as {
    readonly results: { readonly summary: object };
  };
  expect(results.summary).toMatchObject({ tests: 8, passed: 2, failed: 2, skipped: 2, pending: 0, other: 2 });
});

interface Issue {
  readonly fingerprint: string;
  readonly severity: string;
  readonly location: { readonly path: string; readonly lines: { readonly begin: number } };
}

describe("gitlab", () => {
  it.each(RUNS)("has issues that GitLab takes, of %s", async (_, events) => {
    const issues = JSON.parse(await written("gitlab", events)) as readonly Issue[];
    expect(issues.length).toBeGreaterThan(0);
    for (const issue of issues) {
      expect(await faultsOf("codeclimate", issue)).toEqual([]);
      expect(["info", "minor", "major", "critical", "blocker"]).toContain(issue.severity);
    }
    expect(new Set(issues.map(({ fingerprint }) => fingerprint)).size).toBe(issues.length);
  });

  it("calls an issue the same in the next run", async () => {
    const prints = async (events: readonly RunEvent[]) =>
      (JSON.parse(await written("gitlab", events)) as readonly Issue[]).map(({ fingerprint }) => fingerprint);
    const other = wholeRun().map((event) =>
      event.type === "check_finished"
        ? { ...event, verdict: { ...event.verdict, reason: "seen otherwise today" } }
        : event,
    );
    expect(await prints(other)).toEqual(await prints(wholeRun()));
  });
});

function tap(text: string): { readonly ok: boolean; readonly points: readonly Result[]; readonly extra: string } {
  const points: Result[] = [];
  let extra = "";
  const parser = new Parser({ strict: true });
  parser.on("assert", (point) => points.push(point));
  parser.on("extra", (line: string) => (extra += line));
  parser.end(text);
  return { ok: parser.ok, points, extra };
}

describe("tap", () => {
  it("is read by a strict parser as the checks that there were", async () => {
    const { ok, points, extra } = tap(await written("tap", wholeRun()));
    expect(ok).toBe(false);
    expect(extra).toBe("");
    const told = points.map((point) => [point.ok ? "ok" : "not ok", point.name, point.skip ? "skip" : ""].join(" "));
    expect(told).toEqual([
      "ok check-passed [oidc, email_sync=off] ",
      "not ok check-failed [oidc, email_sync=off] ",
      "ok check-warned [oidc, email_sync=off] ",
      "ok check-observed [oidc, email_sync=off] skip",
      "not ok check-unobservable [oidc, email_sync=off] ",
      "not ok check-misconfigured [oidc, email_sync=off] ",
      "not ok check-error [oidc, email_sync=off] ",
      "ok check-not-applicable [oidc, email_sync=off] skip",
    ]);
    const diagnostic = points[1]?.diag as { readonly explanation?: readonly string[] };
    expect(diagnostic.explanation).toContain("fix: Look it up by (issuer, subject).");
  });

  it.each(HOSTILE)("is no other test where the SP says %j", async (text) => {
    const { points, extra } = tap(await written("tap", hostile(text)));
    expect(extra).toBe("");
    expect(points.map(({ ok }) => ok)).toEqual([true, false, true, true, false, false, false, true]);
    expect(points.filter(({ todo }) => todo !== false)).toEqual([]);
  });

  it("bails out of a run that was stopped", async () => {
    expect(await written("tap", wholeRun(true))).toMatch(/\nBail out! .*partial/);
  });
});

describe("markdown", () => {
  const tokensOf = (text: string): readonly { readonly type: string; readonly raw: string }[] => {
    const all: { readonly type: string; readonly raw: string }[] = [];
    void marked.walkTokens(marked.lexer(text), (token) => void all.push(token));
    return all;
  };
  const shape = (text: string): readonly string[] => {
    const own = (raw: string): boolean => /^<\/?(?:details|summary)>/.test(raw.trim());
    return tokensOf(text)
      .filter(({ type, raw }) => !["text", "space", "escape"].includes(type) && !(type === "html" && own(raw)))
      .map(({ type }) => type);
  };

  it.each(HOSTILE)("has no markup but its own where the SP says %j", async (text) => {
    expect(shape(await written("markdown", hostile(text)))).toEqual(
      shape(await written("markdown", hostile("a harmless text"))),
    );
  });

  it("has a row for each fault", async () => {
    const tables = tokensOf(await written("markdown", wholeRun())).filter(({ type }) => type === "table");
    const rows = (tables[0] as Tokens.Table | undefined)?.rows.map((cells) => cells[1]?.text);
    expect(rows).toHaveLength(5);
    expect(rows?.every((name) => name?.startsWith("check-"))).toBe(true);
  });
});

describe("github", () => {
  const FILE = "deep/jitterbug.yaml";
  const declared = { file: FILE, line: 3, column: 1 };

  /** The run at a connection of the user's own target file. */
  const atConnection = (events: readonly RunEvent[]): readonly RunEvent[] =>
    events.map((event) => {
      const connections = [{ name: "acme-oidc", place: { file: FILE, line: 12, column: 5 } }];
      if (event.type === "run_started")
        return { ...event, plan: { ...event.plan, declared: { ...event.plan.declared, place: declared } } };
      if (event.type !== "check_finished") return event;
      return { ...event, check: { ...event.check, connections } as unknown as typeof event.check };
    });

  const folders = async (): Promise<NonNullable<FileReporterOptions["folders"]>> => {
    await mkdir(join(folder, "repo/app/deep"), { recursive: true });
    await writeFile(join(folder, "repo/app", FILE), "name: acme\n");
    return { cwd: join(folder, "repo/app"), top: join(folder, "repo") };
  };

  it("annotates the user's own line, from the top of the repository", async () => {
    const text = await written("github", atConnection(wholeRun()), { folders: await folders() });
    const errors = text.split("\n").filter((line) => line.startsWith("::error "));
    expect(errors).toHaveLength(4);
    expect(errors[0]).toMatch(/^::error file=app\/deep\/jitterbug\.yaml,line=12,col=5,title=check-/);
    expect(text).toMatch(/^::warning file=.*check-warned/m);
  });

  it("annotates the user's own scenario where it is theirs", async () => {
    const here = await folders();
    await writeFile(join(here.cwd, "a.yaml"), "id: mine\n");
    const text = await written("github", atConnection(wholeRun()), { folders: here });
    expect(text).toContain("file=app/a.yaml,line=22,col=7,title=check-failed");
  });

  it("what could not be seen is a warning where that lets the run pass", async () => {
    expect(await written("github", wholeRun(), { allowUnobservable: true })).toMatch(/^::warning .*check-unobs/m);
  });

  it.each(HOSTILE)("gives no line to another where the SP says %j", async (text) => {
    const lines = (await written("github", hostile(text))).trimEnd().split("\n");
    expect(lines).toHaveLength(6);
    for (const line of lines)
      expect(line).toMatch(/^::(?:error|warning|notice) (?:file=[^:,]*,line=\d+,col=\d+,)?title=[^:,]*::[^\r\n]*$/);
    expect(lines.join("\n")).not.toContain("##[");
  });

  it("prints, and adds its summary to the step's", async () => {
    const summary = join(folder, "summary.md");
    await writeFile(summary, "before\n");
    let printed = "";
    const reporter = createGithubReporter({ version: "1", print: (text) => void (printed += text), summary });
    for (const event of wholeRun()) await reporter.on(event);
    expect(printed).toContain("::error ");
    const text = await readFile(summary, "utf8");
    expect(text).toMatch(/^before\n## jitterbug: acme/);
    expect(text).toContain("Look it up by (issuer, subject).");
  });
});
