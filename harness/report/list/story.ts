import type { StepVerdict } from "../../judge/verdict.ts";
import type { CheckFinished } from "../collector.ts";
import { storySections, type StoryLine, type Telling } from "../story/lines.ts";
import { storyOf } from "../story/story.ts";
import type { Style } from "./style.ts";

const TONES = { plain: "dim", gone: "red", come: "green", decisive: "bold" } as const satisfies {
  readonly [tone in StoryLine["tone"]]: Parameters<Style>[0];
};

/** What happened in a step: labels, each with its lines. Empty where the step was not driven. */
export function storyLines(
  step: StepVerdict,
  event: CheckFinished,
  style: Style,
  telling: Telling,
): readonly (readonly [label: string, lines: readonly string[]])[] {
  const story = storyOf(step, event, telling.extent === "all");
  if (story === null) return [];
  return storySections(story, telling).map(({ label, lines }) => [
    label,
    lines.map(({ text, tone }) => style(TONES[tone], text)),
  ]);
}
