import { visible } from "../report/index.ts";
import type { Style } from "../report/index.ts";
import type { Foresight } from "../run/index.ts";

/** What a run will not be able to see, by reason, and what the file could show for it. */
export function foresightLines({ planned, unobservable }: Foresight, style: Style): readonly string[] {
  if (unobservable.length === 0) return [];
  const all = unobservable.reduce((sum, { checks }) => sum + checks.length, 0);
  const lines = unobservable.flatMap(({ reason, checks, lacks }) => [
    `      ${checks.length}: ${visible(reason)}`,
    ...(lacks.length === 0 ? [] : [style("dim", `        it lacks ${visible(lacks.join(", "))}`)]),
    style("dim", `        ${visible(checks.join(", "))}`),
  ]);
  return [`  ${style("yellow", "?")} ${all} of ${planned} checks will be unobservable:`, ...lines];
}
