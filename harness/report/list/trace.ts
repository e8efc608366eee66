import type { CheckFinished } from "../collector.ts";
import { visible } from "../text.ts";
import { labelled } from "./detail.ts";
import { storyLines } from "./story.ts";
import type { Style } from "./style.ts";

/** Everything that happened in a check, step by step, whatever its verdict: `run --trace`. */
export function traceLines(event: CheckFinished, style: Style, columns: number): readonly string[] {
  const lines = event.verdict.steps.flatMap((step) => {
    const of = step.variant === null ? "" : `, with ${step.variant}`;
    const story = storyLines(step, event, style, { width: Math.max(40, columns - 20), extent: "all" });
    const head = style("bold", visible(`step ${step.index + 1}${of}: ${step.title}`));
    const from = step.from === undefined ? [] : [style("dim", visible(`from ${step.from}`))];
    return story.length === 0 ? [] : ["", head, ...from, ...story.flatMap(([label, told]) => labelled(label, told))];
  });
  return lines.length === 0 ? [] : [...lines.slice(1).map((line) => (line === "" ? "" : `      ${line}`)), ""];
}
