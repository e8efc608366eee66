import { RESTS_ON_POLICY } from "../../judge/verdict.ts";
import type { Judgement, StepVerdict, Verdict } from "../../judge/verdict.ts";
import type { CheckFinished } from "../collector.ts";
import { knownLine } from "../outcome.ts";
import { tellingStep } from "../story/story.ts";
import { visible, wrap } from "../text.ts";
import { storyLines } from "./story.ts";
import type { Style } from "./style.ts";

const INDENT = "      ";
const LABEL = 14;

/** A verdict that says that somebody has to look. */
const WHOLE_STORY: readonly Verdict[] = ["failed", "error", "misconfigured"];
const QUIET: readonly Verdict[] = ["passed", "not_applicable"];

export interface DetailOptions {
  readonly columns: number;
  /** The scenario's cause and fix were told already, for another of its checks. */
  readonly explained: boolean;
  /** The check that it follows from, whose cause is its own. */
  readonly root?: string;
  /** What happened in every step is told elsewhere. */
  readonly traced: boolean;
}

/**
 * What stands under a check that did not simply pass: why, what was expected against what was seen and where that is
 * written, what happened in the step that shows it, the likely cause and the fix. Where it follows from another check,
 * little is told of the step. A lesser verdict gets the reason and notes only.
 */
export function detail(
  event: CheckFinished,
  style: Style,
  { columns, explained, root, traced }: DetailOptions,
): readonly string[] {
  const { verdict } = event;
  const width = Math.max(40, Math.min(columns, 120) - INDENT.length);
  if (verdict.known !== undefined) {
    const texts = [knownLine(verdict.known), verdict.reason].filter((text) => text !== "");
    return texts.flatMap((text) => wrap(visible(text), width)).map((line) => style("dim", `${INDENT}${line}`));
  }
  const told = verdict.reason === "" ? [] : wrap(visible(verdict.reason), width);
  const steps = verdict.steps.filter((step) => step.judgements.some((judgement) => !QUIET.includes(judgement.verdict)));
  if (!WHOLE_STORY.includes(verdict.verdict)) {
    const texts =
      verdict.verdict === "observed" && restsOnPolicy(steps) ? seenIn(steps) : [verdict.reason, ...notesIn(steps)];
    const lines = texts.filter(isNew).flatMap((text) => (text === "" ? [] : wrap(visible(text), width)));
    return lines.map((line) => style("dim", `${INDENT}${line}`));
  }
  const lines: string[] = [style("dim", visible(event.check.title)), ...told];
  for (const [step, others] of folded(steps, event)) {
    lines.push(...stepLines(step, verdict.verdict, style, width));
    if (others.length > 0) lines.push(...paragraph("", `the same with ${others.join(", ")}`, width));
  }
  lines.push("");
  const shown = traced ? undefined : tellingStep(event);
  if (shown !== undefined) {
    const extent = root === undefined ? "usual" : "short";
    const story = storyLines(shown, event, style, { width: width - LABEL, extent });
    if (story.length > 0) lines.push(...story.flatMap(([label, told]) => labelled(label, told)), "");
  }
  if (root !== undefined) lines.push(...paragraph("follows from", root, width));
  else if (!explained) {
    lines.push(...paragraph("likely cause", verdict.cause ?? "", width), ...paragraph("fix", verdict.fix ?? "", width));
  }
  if (lines.at(-1) !== "") lines.push("");
  return lines.map((line) => (line === "" ? "" : `${INDENT}${line}`));
}

/** Whether nothing but an undeclared policy is in question: which line that makes stands at the end of the run, once. */
function restsOnPolicy(steps: readonly StepVerdict[]): boolean {
  const observed = steps.flatMap(({ judgements }) => judgements.filter(({ verdict }) => verdict === "observed"));
  return observed.length > 0 && observed.every(({ note }) => note?.startsWith(RESTS_ON_POLICY) === true);
}

function seenIn(steps: readonly StepVerdict[]): readonly string[] {
  return steps.flatMap(({ title, judgements }) =>
    judgements.filter(({ verdict }) => verdict === "observed").map(({ actual }) => `${title}: seen: ${actual}`),
  );
}

function notesIn(steps: readonly StepVerdict[]): readonly string[] {
  return steps.flatMap((step) => step.judgements.flatMap((judgement) => judgement.note ?? []));
}

/** No line twice, nor one that another holds already. */
function isNew(text: string, index: number, all: readonly string[]): boolean {
  return !all.slice(0, index).some((before) => before.includes(text));
}

/** What is wrong in the same way in several rows of `each` is told once, and for which others it is so. */
function folded(
  steps: readonly StepVerdict[],
  { verdict, observation }: CheckFinished,
): readonly (readonly [step: StepVerdict, others: readonly string[]])[] {
  const alike = Map.groupBy(steps, (step) => {
    const ns = observation.variants.find(({ name }) => name === step.variant)?.ns ?? "";
    const told = judgementsToTell(step, verdict.verdict).map((one) =>
      [one.place, one.kind, one.expected, one.actual, one.note].join().replace(/\baccount [\w.:-]+/g, ""),
    );
    return `${step.index} ${ns === "" ? told.join() : told.join().replaceAll(ns, "")}`;
  });
  return [...alike.values()].flatMap(([first, ...others]) =>
    first === undefined ? [] : [[first, others.flatMap(({ variant }) => variant ?? [])] as const],
  );
}

function judgementsToTell({ judgements }: StepVerdict, worst: Verdict): readonly Judgement[] {
  const told = judgements.filter(({ verdict }) => verdict === worst);
  return told.length > 0 ? told : judgements.filter(({ verdict }) => !QUIET.includes(verdict));
}

function stepLines(step: StepVerdict, worst: Verdict, style: Style, width: number): string[] {
  const of = step.variant === null ? "" : `, with ${step.variant}`;
  const control = step.control ? " (control)" : "";
  const lines = ["", style("bold", visible(`step ${step.index + 1}${of}: ${step.title}${control}`))];
  if (step.from !== undefined) lines.push(style("dim", visible(`from ${step.from}`)));
  for (const judgement of judgementsToTell(step, worst)) lines.push(...judgementLines(judgement, style, width));
  return lines;
}

function judgementLines(judgement: Judgement, style: Style, width: number): string[] {
  return [
    ...paragraph("expected", judgement.expected, width).map((line) => style("green", line)),
    ...paragraph("actual", judgement.actual, width).map((line) => style("red", line)),
    ...(judgement.note === undefined ? [] : paragraph("", judgement.note, width)),
    ...labelled("", [style("dim", `${visible(judgement.place)} (${judgement.basis})`)]),
  ];
}

function paragraph(label: string, text: string, width: number): string[] {
  return text === "" ? [] : labelled(label, wrap(visible(text), width - LABEL));
}

export function labelled(label: string, lines: readonly string[]): string[] {
  return lines.map((line, index) => `${(index === 0 ? label : "").padEnd(LABEL)}${line}`);
}
