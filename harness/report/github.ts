import { appendFile } from "node:fs/promises";
import type { Place } from "../errors.ts";
import { Collector } from "./collector.ts";
import type { CollectedRun, Told } from "./collector.ts";
import { writeReport } from "./file.ts";
import type { FileReporter } from "./file.ts";
import { Journal } from "./journal.ts";
import { markdownText } from "./markdown.ts";
import { outcomeOf, reasonLine } from "./outcome.ts";
import { placeOf, targetPlace } from "./places.ts";
import type { FileReporterOptions } from "./reporter-options.ts";
import { explanation, tellingOf } from "./telling.ts";
import type { Telling } from "./telling.ts";
import { shorten, visibleLines } from "./text.ts";
import { foldedTroubles, followersInWords } from "./troubles.ts";
import type { Trouble } from "./troubles.ts";

/** GitHub takes so many bytes of a step's summary, and nothing of a longer one. */
const SUMMARY_BYTES = 1_000_000;
/** Of an annotation; the log holds the rest. */
const MESSAGE = 4000;

export interface GithubOptions extends Omit<FileReporterOptions, "path"> {
  /** A file of workflow commands; left out: they are printed. */
  readonly path?: string;
  /** Prints lines that the runner obeys. */
  readonly print?: ((text: string) => void) | undefined;
  /** The file that GITHUB_STEP_SUMMARY names; left out: there is none. */
  readonly summary?: string | undefined;
}

/**
 * Annotations on the user's own files, as workflow commands, the worst first since GitHub shows only some; and the
 * markdown report as the summary of the step.
 */
export function createGithubReporter(options: GithubOptions): FileReporter {
  const collector = new Collector();
  const journal = new Journal<Telling>();
  let written = false;
  return {
    name: "github",
    path: options.path ?? "annotations",
    get written() {
      return written;
    },
    async on(event) {
      try {
        const run = collector.add(event);
        if (event.type === "check_finished") journal.add(event.check.name, tellingOf(event));
        if (run === null) return;
        const partOf = ({ check }: Told): Telling => journal.read(check.name);
        const commands = [...annotations(run, partOf, options)].join("");
        if (options.path === undefined) options.print?.(commands);
        else await writeReport(options.path, commands);
        if (options.summary !== undefined) await appendFile(options.summary, summaryOf(run, partOf));
        written = true;
        journal.close();
      } catch (error) {
        journal.close();
        throw error;
      }
    },
  };
}

function* annotations(run: CollectedRun, partOf: (told: Told) => Telling, options: GithubOptions): Generator<string> {
  const otherwise = targetPlace(run.started, options.folders);
  for (const trouble of foldedTroubles(run.checks)) {
    const part = partOf(trouble.told);
    const place = placeOf(trouble.told, part.place, options.folders) ?? otherwise;
    yield command(levelOf(trouble, options), place, trouble.told.check.name, messageOf(trouble, part));
  }
  if (run.finished.partial)
    yield command("warning", otherwise, "jitterbug", "Stopped early: this is a partial run, and more may be wrong.");
  const counted = run.checks.filter(({ verdict }) => verdict.verdict === "passed").length;
  yield command("notice", null, "jitterbug", `${counted} of ${run.checks.length} checks passed`);
}

function levelOf({ told }: Trouble, options: GithubOptions): "error" | "warning" {
  const outcome = outcomeOf(told, options);
  return outcome === "failure" || outcome === "error" ? "error" : "warning";
}

function messageOf(trouble: Trouble, part: Telling): string {
  const { told, alike = [] } = trouble;
  const lines = [
    `${reasonLine(told)}${followersInWords(trouble)}`,
    ...explanation(told, part),
    ...(alike.length === 0 ? [] : [`the same of: ${alike.join(", ")}`]),
  ];
  return shorten(lines.join("\n"), MESSAGE);
}

/** A workflow command: one line, from which no text can break out. */
function command(level: string, place: Place | null, title: string, message: string): string {
  const where = place === null ? {} : { file: place.file, line: place.line, col: place.column };
  const properties = Object.entries({ ...where, title }).map(([name, value]) => `${name}=${property(String(value))}`);
  return `::${level} ${properties.join(",")}::${data(message)}\n`;
}

function data(text: string): string {
  // The runner's older form of a command stands anywhere in a line.
  return visibleLines(text).join("\n").replaceAll("%", "%25").replaceAll("##[", "# #[").replaceAll("\n", "%0A");
}

function property(text: string): string {
  return data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}

/** Whole pieces, as many as GitHub takes. */
function summaryOf(run: CollectedRun, partOf: (told: Told) => Telling): string {
  let text = "";
  for (const piece of markdownText(run, partOf)) {
    if (Buffer.byteLength(text + piece) > SUMMARY_BYTES)
      return `${text}\nMore is in the log: GitHub shows no longer summary.\n`;
    text += piece;
  }
  return text;
}
