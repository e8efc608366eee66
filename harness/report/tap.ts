import type { CollectedRun, Told } from "./collector.ts";
import { createFileReporter } from "./file.ts";
import type { FileReporter } from "./file.ts";
import { knownLine, outcomeOf, reasonLine } from "./outcome.ts";
import { placeOf } from "./places.ts";
import type { FileReporterOptions } from "./reporter-options.ts";
import { explanation, tellingOf } from "./telling.ts";
import type { Telling } from "./telling.ts";
import { visible } from "./text.ts";

/** TAP 14 (https://testanything.org/tap-version-14-specification.html): a test point for each check. */
export function createTapReporter(options: FileReporterOptions): FileReporter {
  return createFileReporter<Telling>("tap", options.path, {
    part: tellingOf,
    text: (run, partOf) => tapText(run, partOf, options),
  });
}

function* tapText(run: CollectedRun, partOf: (told: Told) => Telling, options: FileReporterOptions): Generator<string> {
  const { checks, started, finished } = run;
  yield `TAP version 14\n1..${checks.length}${checks.length === 0 ? " # SKIP no check was run" : ""}\n`;
  if (started !== undefined) yield `# ${escaped(started.target)}, seed ${escaped(started.seed)}\n`;
  for (const [index, told] of checks.entries()) yield point(index + 1, told, partOf(told), options);
  if (finished.partial) yield "Bail out! Stopped early: this is a partial run\n";
}

function point(number: number, told: Told, part: Telling, options: FileReporterOptions): string {
  const outcome = outcomeOf(told, options);
  const ok = outcome === "failure" || outcome === "error" ? "not ok" : "ok";
  const { known, verdict } = told.verdict;
  // What is to be mended, and fails no harness meanwhile.
  if (known !== undefined) {
    const todo = `not ok ${number} - ${escaped(told.check.name)} # TODO ${escaped(knownLine(known))}\n`;
    return todo + diagnostic(told, part, options);
  }
  const skip = outcome === "skipped" ? ` # SKIP ${escaped(reasonLine(told))}` : "";
  const line = `${ok} ${number} - ${escaped(told.check.name)}${skip}\n`;
  return verdict === "passed" || outcome === "skipped" ? line : line + diagnostic(told, part, options);
}

/** YAML, of which every JSON text is one. */
function diagnostic(told: Told, part: Telling, { folders }: FileReporterOptions): string {
  const place = placeOf(told, part.place, folders);
  const members: { readonly [name: string]: unknown } = {
    message: reasonLine(told),
    severity: told.verdict.verdict === "warned" ? "comment" : "fail",
    ...(place === null ? {} : { at: { file: place.file, line: place.line, column: place.column } }),
    ...(told.verdict.harm === undefined ? {} : { harm: told.verdict.harm }),
    explanation: explanation(told, part),
  };
  const lines = Object.entries(members).map(([name, value]) => `  ${name}: ${yamlText(value)}\n`);
  return `  ---\n${lines.join("")}  ...\n`;
}

/** As JSON, and without what a reader of YAML or of a terminal must not meet raw. */
function yamlText(value: unknown): string {
  return JSON.stringify(value, (_, member: unknown) => (typeof member === "string" ? visible(member) : member));
}

function escaped(text: string): string {
  return visible(text).replace(/[\\#]/g, "\\$&");
}
