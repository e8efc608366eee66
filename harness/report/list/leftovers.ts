import type { Told } from "../collector.ts";
import { leftoversOf, wantedBy } from "../leftovers.ts";
import { count, visible, wrap } from "../text.ts";
import { MARKS } from "./style.ts";
import type { Style } from "./style.ts";

/** Of so few, the names are told. */
const NAMED = 3;
/** What would help most, and no more: the rest is in the JSON report. */
const TOP = 3;

/** What was not driven, by reason and with counts, and what the target file could show to have most of it judged. */
export function leftoverLines(checks: readonly Told[], columns: number, style: Style): readonly string[] {
  const lines = leftoversOf(checks).flatMap(({ verdict, reason, checks: names }) => {
    const { mark, tone, word } = MARKS[verdict];
    const told = names.length > NAMED ? "" : ` (${names.join(", ")})`;
    const text = wrap(visible(`${names.length} ${word}: ${reason}${told}`), Math.max(40, Math.min(columns, 120) - 6));
    return text.map((line, index) => `  ${index === 0 ? style(tone, mark) : " "} ${style("dim", line)}`);
  });
  const wanted = wantedBy(checks).slice(0, TOP);
  const told = wanted.map(({ what, checks: number }) => `${what} (${count(number, "check")})`).join(", ");
  const help = wanted.length === 0 ? [] : wrap(visible(`Most would become visible with: ${told}.`), 100);
  const all = [...lines, ...help.map((line) => `  ${line}`)];
  return all.length === 0 ? [] : [...all, ""];
}
