import { VERDICTS, type Verdict } from "../judge/verdict.ts";
import type { CollectedRun, Told } from "./collector.ts";
import { createFileReporter } from "./file.ts";
import type { FileReporter } from "./file.ts";
import { knownLine, reasonLine } from "./outcome.ts";
import type { FileReporterOptions } from "./reporter-options.ts";
import { explanation, tellingOf } from "./telling.ts";
import type { Telling } from "./telling.ts";
import { escapeMarkdown } from "./markdown-text.ts";
import { duration, shorten, visible } from "./text.ts";
import { foldedTroubles } from "./troubles.ts";
import type { Trouble } from "./troubles.ts";

/** Of a reason in a table. */
const REASON = 300;
/** Of the names of others, which stand below, too. */
const ALIKE = 1_000;

/** GitHub's Markdown: the counts, a table of what went wrong, each fault with its explanation, and every check by name. */
export function createMarkdownReporter(options: FileReporterOptions): FileReporter {
  return createFileReporter<Telling>("markdown", options.path, { part: tellingOf, text: markdownText });
}

/** Pure: the same run gives the same text. */
export function* markdownText(run: CollectedRun, partOf: (told: Told) => Telling): Generator<string> {
  const { checks, started, finished } = run;
  const troubles = foldedTroubles(checks);
  yield `## jitterbug: ${escapeMarkdown(started?.target ?? "no plan was made")}\n\n`;
  yield `${counts(checks)} in ${duration(finished.duration_ms)}, seed ${escapeMarkdown(started?.seed ?? "none")}\n\n`;
  if (finished.partial) yield "**Stopped early: this is a partial run.**\n\n";
  for (const text of run.warnings) yield `- ${escapeMarkdown(text)}\n`;
  if (run.warnings.length > 0) yield "\n";
  if (troubles.length > 0) yield `| verdict | check | why | as this one | follow from it |\n|---|---|---|---|---|\n`;
  for (const trouble of troubles) yield row(trouble);
  yield "\n";
  for (const trouble of troubles) yield detail(trouble, partOf(trouble.told));
  for (const [word, those] of Map.groupBy(checks, wordOf)) {
    const names = those
      .map((told) => `- ${escapeMarkdown(told.check.name)}${escapeMarkdown(whyKnown(told))}\n`)
      .join("");
    yield `<details><summary>${those.length} ${word}</summary>\n\n${names}\n</details>\n\n`;
  }
}

function counts(checks: readonly Told[]): string {
  const told = Map.groupBy(checks, wordOf);
  const words = VERDICTS.flatMap((verdict) => [verdict.replace("_", " "), knownAs(verdict)]);
  if (told.size === 0) return "no check was run";
  return words.flatMap((word) => (told.has(word) ? `**${told.get(word)?.length ?? 0} ${word}**` : [])).join(", ");
}

function wordOf({ verdict: { verdict, known } }: Told): string {
  return known === undefined ? verdict.replace("_", " ") : knownAs(verdict);
}

function knownAs(verdict: Verdict): string {
  return `${verdict} as known`;
}

function whyKnown({ verdict: { known } }: Told): string {
  return known === undefined ? "" : `: ${knownLine(known)}`;
}

function row({ told, followers, alike = [] }: Trouble): string {
  const verdict =
    told.verdict.harm === undefined ? told.verdict.verdict : `${told.verdict.verdict}, ${told.verdict.harm}`;
  const cells = [
    verdict,
    told.check.name,
    shorten(told.verdict.reason, REASON),
    ...[alike, followers].map(({ length }) => String(length || "")),
  ];
  return `| ${cells.map(escapeMarkdown).join(" | ")} |\n`;
}

/** In a fence nothing is markup, whatever an SP said. */
function detail({ told, alike = [] }: Trouble, part: Telling): string {
  const lines = [
    visible(reasonLine(told)),
    ...explanation(told, part),
    ...(alike.length === 0 ? [] : [visible(`the same of: ${shorten(alike.join(", "), ALIKE)}`)]),
  ];
  const longest = Math.max(2, ...lines.flatMap((line) => (line.match(/`+/g) ?? []).map(({ length }) => length)));
  const fence = "`".repeat(longest + 1);
  return `### ${escapeMarkdown(told.check.name)}\n\n${fence}text\n${lines.join("\n")}\n${fence}\n\n`;
}
