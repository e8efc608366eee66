import { checkEntry, outline, stepEntries } from "../entries.ts";
import type { ReportDocument, StepEntry } from "../document.ts";
import { createFileReporter } from "../file.ts";
import type { FileReporter } from "../file.ts";
import { pageText } from "./page.ts";
import { forPage, namesWithWire } from "./wire.ts";

/** The whole run as one HTML file that needs nothing beside it: for whoever opens a red run. */
export function createHtmlReporter(options: { readonly path: string; readonly version: string }): FileReporter {
  const { path, version } = options;
  return createFileReporter<readonly StepEntry[]>("html", path, {
    part: stepEntries,
    *text(run, stepsOf) {
      const shown = namesWithWire(
        run.checks.map(({ check: { name }, verdict }) => ({
          name,
          verdict: verdict.verdict,
          follows_from: verdict.follows_from ?? null,
        })),
      );
      const { checks } = run;
      yield* pageText(outline(run, version), {
        *[Symbol.iterator]() {
          for (const told of checks) yield forPage(checkEntry(told, stepsOf(told)), shown);
        },
      });
    },
  });
}

/** The same page of a run whose JSON report is there. */
export function reportPage(document: ReportDocument): Iterable<string> {
  const shown = namesWithWire(document.checks);
  return pageText(
    document,
    document.checks.map((entry) => forPage(entry, shown)),
  );
}
