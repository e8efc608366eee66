import type { CollectedRun, Told } from "./collector.ts";
import { createFileReporter } from "./file.ts";
import type { FileReporter } from "./file.ts";
import { outcomeOf, reasonLine } from "./outcome.ts";
import type { Outcome } from "./outcome.ts";
import { placeOf } from "./places.ts";
import type { FileReporterOptions } from "./reporter-options.ts";
import { explanation, tellingOf } from "./telling.ts";
import type { Telling } from "./telling.ts";
import { visible } from "./text.ts";

/** Of the Common Test Report Format (https://ctrf.io). */
const SPEC = "1.0.0";

const STATUS: { readonly [outcome in Outcome]: string } = {
  passed: "passed",
  failure: "failed",
  error: "other",
  skipped: "skipped",
};

/** CTRF: one JSON document of all checks, as dashboards and pull request comments read it. */
export function createCtrfReporter(options: FileReporterOptions): FileReporter {
  return createFileReporter<Telling>("ctrf", options.path, {
    part: tellingOf,
    text: (run, partOf) => [`${JSON.stringify(ctrfDocument(run, partOf, options), null, 2)}\n`],
  });
}

function ctrfDocument(run: CollectedRun, partOf: (told: Told) => Telling, options: FileReporterOptions): object {
  const { started, finished, checks } = run;
  const start = started?.at ?? finished.at - finished.duration_ms;
  const tests = checks.map((told) => test(told, partOf(told), options));
  const of = (status: string): number => tests.filter((one) => one.status === status).length;
  return {
    reportFormat: "CTRF",
    specVersion: SPEC,
    generatedBy: "jitterbug",
    timestamp: new Date(finished.at).toISOString(),
    results: {
      tool: { name: "jitterbug", version: options.version },
      summary: {
        tests: tests.length,
        passed: of("passed"),
        failed: of("failed"),
        skipped: of("skipped"),
        pending: 0,
        other: of("other"),
        start,
        stop: start + Math.round(finished.duration_ms),
        duration: Math.round(finished.duration_ms),
      },
      tests,
      extra: {
        target: visible(started?.target ?? ""),
        seed: visible(started?.seed ?? ""),
        partial: finished.partial,
        warnings: run.warnings.map(visible),
      },
    },
  };
}

interface Test {
  readonly status: string;
  readonly [member: string]: unknown;
}

function test(told: Told, part: Telling, options: FileReporterOptions): Test {
  const { check, verdict, duration_ms } = told;
  const place = placeOf(told, part.place, options.folders);
  const outcome = outcomeOf(told, options);
  const isTold = verdict.verdict !== "passed";
  return {
    name: visible(check.name),
    testId: visible(check.name),
    suite: [visible(check.pack)],
    status: STATUS[outcome],
    rawStatus: verdict.verdict,
    duration: Math.round(duration_ms),
    ...(isTold ? { message: visible(reasonLine(told)) } : {}),
    ...(isTold && outcome !== "skipped" ? { trace: explanation(told, part).join("\n") } : {}),
    ...(place === null ? {} : { filePath: place.file, line: place.line }),
    tags: [check.severity, check.protocol],
    extra: { id: visible(check.id), connection: visible(check.connection), harm: verdict.harm ?? null },
  };
}
