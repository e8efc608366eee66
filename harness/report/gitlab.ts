import { createHash } from "node:crypto";
import type { Place } from "../errors.ts";
import type { CollectedRun, Told } from "./collector.ts";
import { createFileReporter } from "./file.ts";
import type { FileReporter } from "./file.ts";
import { outcomeOf, reasonLine } from "./outcome.ts";
import { placeOf, targetPlace } from "./places.ts";
import type { FileReporterOptions } from "./reporter-options.ts";
import { explanation, tellingOf } from "./telling.ts";
import type { Telling } from "./telling.ts";
import { shorten, visible } from "./text.ts";
import { followersInWords, troublesOf } from "./troubles.ts";
import type { Trouble } from "./troubles.ts";

/** GitLab needs a file for each issue. */
const NOWHERE: Place = { file: "jitterbug.yaml", line: 1, column: 1 };
/** A merge request shows a line or two. */
const DESCRIPTION = 1000;

/** GitLab's Code Quality (`artifacts: reports: codequality`): an issue for each fault, at a line of the user's own files. */
export function createGitlabReporter(options: FileReporterOptions): FileReporter {
  return createFileReporter<Telling>("gitlab", options.path, {
    part: tellingOf,
    text: (run, partOf) => [`${JSON.stringify(issues(run, partOf, options), null, 2)}\n`],
  });
}

function issues(run: CollectedRun, partOf: (told: Told) => Telling, options: FileReporterOptions): readonly object[] {
  const otherwise = targetPlace(run.started, options.folders) ?? NOWHERE;
  const found = troublesOf(run.checks).map((trouble) => issueOf(trouble, partOf(trouble.told), otherwise, options));
  if (!run.finished.partial) return found;
  const text = "Stopped early: this is a partial run, and more may be wrong.";
  return [...found, issue({ name: "jitterbug-partial", text, body: text, severity: "info", place: otherwise })];
}

function issueOf(trouble: Trouble, part: Telling, otherwise: Place, options: FileReporterOptions): object {
  const { told } = trouble;
  return issue({
    name: told.check.name,
    text: `${told.check.name}: ${reasonLine(told)}${followersInWords(trouble)}`,
    body: explanation(told, part).join("\n"),
    severity: severityOf(told, options),
    place: placeOf(told, part.place, options.folders) ?? otherwise,
  });
}

interface Issue {
  readonly name: string;
  readonly text: string;
  readonly body: string;
  readonly severity: string;
  readonly place: Place;
}

function issue({ name, text, body, severity, place }: Issue): object {
  return {
    type: "issue",
    check_name: visible(name).replace(/ \[.*$/, ""),
    description: shorten(visible(text), DESCRIPTION),
    content: { body },
    categories: ["Security"],
    // Of the check and not of what was seen, which names other people in each run.
    fingerprint: createHash("sha256").update(name).digest("hex"),
    severity,
    location: { path: place.file, lines: { begin: place.line } },
  };
}

function severityOf(told: Told, options: FileReporterOptions): string {
  if (told.verdict.harm !== undefined) return "blocker";
  const outcome = outcomeOf(told, options);
  if (outcome === "passed" || outcome === "skipped") return "minor";
  return told.verdict.verdict === "failed" ? "critical" : "major";
}
