import type { CheckFinished, Told } from "./collector.ts";
import { isTrouble } from "./outcome.ts";
import { storySections } from "./story/lines.ts";
import { storyOf, tellingStep } from "./story/story.ts";
import { visible } from "./text.ts";

/** The lines that a report tells of a check, beside what only the whole run shows. Each is one line, and visible. */
export interface Telling {
  readonly judged: readonly string[];
  readonly happened: readonly string[];
  /** `file:line:column` of the first expectation that did not hold; null: none. */
  readonly place: string | null;
}

/** Of the lines of what happened; a CI server shows them in a page. */
const WIDTH = 200;

/** Of a check that has finished: what did not hold, and what happened where that shows best. */
export function tellingOf(event: CheckFinished): Telling {
  if (!isTrouble(event) && event.verdict.known === undefined) return { judged: [], happened: [], place: null };
  const place = brokenOf(event).find((judgement) => judgement.place !== "")?.place ?? null;
  return { judged: judged(event), happened: happened(event), place };
}

/** All that is told of a check, one line after another: its title, what was expected, the cause and the fix. */
export function explanation({ check, verdict }: Told, { judged, happened }: Telling): readonly string[] {
  return [
    visible(check.title),
    ...judged,
    ...(verdict.follows_from === undefined ? [] : [`follows from: ${visible(verdict.follows_from)}`]),
    ...(verdict.cause === undefined ? [] : [`likely cause: ${visible(verdict.cause)}`]),
    ...(verdict.fix === undefined ? [] : [`fix: ${visible(verdict.fix)}`]),
    ...happened,
  ];
}

function brokenOf({ verdict }: CheckFinished): CheckFinished["verdict"]["steps"][number]["judgements"] {
  return verdict.steps.flatMap(({ judgements }) =>
    judgements.filter((one) => one.verdict !== "passed" && one.verdict !== "not_applicable"),
  );
}

function judged({ verdict }: CheckFinished): readonly string[] {
  const lines: string[] = [];
  for (const step of verdict.steps) {
    for (const judgement of step.judgements) {
      if (judgement.verdict === "passed" || judgement.verdict === "not_applicable") continue;
      const variant = step.variant === null ? "" : ` (${step.variant})`;
      lines.push(
        `step ${step.index + 1}${variant}, ${step.title}: ${judgement.kind} at ${judgement.place}`,
        `  expected: ${judgement.expected}`,
        `  actual:   ${judgement.actual}`,
        ...(judgement.note === undefined ? [] : [`  ${judgement.note}`]),
      );
    }
  }
  return lines.map((line) => visible(line));
}

/** What happened in the step that shows best why. */
function happened(event: CheckFinished): readonly string[] {
  if (event.verdict.verdict === "warned") return [];
  const step = tellingStep(event);
  const story = step === undefined ? null : storyOf(step, event);
  if (step === undefined || story === null) return [];
  const sections = storySections(story, { width: WIDTH, extent: "usual" });
  return [
    visible(
      `what happened in step ${step.index + 1}${step.variant === null ? "" : ` (${step.variant})`}, ${step.title}:`,
    ),
    ...sections.flatMap(({ label, lines }) => [`  ${label}`, ...lines.map(({ text }) => `    ${text}`)]),
  ];
}
