import type { Told } from "./collector.ts";
import type { CheckEntry, ReportDocument, StepEntry } from "./document.ts";
import { checkEntry, outline, stepEntries } from "./entries.ts";
import { createFileReporter } from "./file.ts";
import type { FileReporter } from "./file.ts";

/** The whole run as one JSON file, written when the run ends, partial or not. */
export function createJsonReporter(options: { readonly path: string; readonly version: string }): FileReporter {
  const { path, version } = options;
  return createFileReporter<readonly StepEntry[]>("json", path, {
    part: stepEntries,
    text: (run, stepsOf) => documentText(outline(run, version), run.checks, (told) => checkEntry(told, stepsOf(told))),
  });
}

const CHECKS = '\n  "checks": []';

/** The document as `JSON.stringify(document, null, 2)` has it, one check at a time. */
function* documentText(
  document: ReportDocument,
  checks: readonly Told[],
  entryOf: (told: Told) => CheckEntry,
): Generator<string> {
  // At this depth no text can stand: within one, the end of a line is escaped.
  const [before = "", after = ""] = JSON.stringify(document, null, 2).split(CHECKS);
  yield before + CHECKS.slice(0, -1);
  for (const [index, told] of checks.entries()) {
    const lines = JSON.stringify(entryOf(told), null, 2).replaceAll("\n", "\n    ");
    yield `${index === 0 ? "" : ","}\n    ${lines}`;
  }
  yield `${checks.length === 0 ? "" : "\n  "}]${after}\n`;
}
