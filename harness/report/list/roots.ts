import { withRoots } from "../../judge/index.ts";
import { SIGNS } from "../../scenario/model/index.ts";
import type { Told } from "../collector.ts";
import { visible, wrap } from "../text.ts";
import { MARKS } from "./style.ts";
import type { Style } from "./style.ts";

/** One root, one explanation: under each check that others follow from, what was seen, why, what to do, and who follows. */
export function rootLines(checks: readonly Told[], columns: number, style: Style): readonly string[] {
  const related = withRoots(checks);
  const followers = Map.groupBy(related, ({ verdict }) => verdict.follows_from ?? "");
  const roots = related.filter(({ check }) => followers.has(check.name));
  if (roots.length === 0) return [];
  const width = Math.max(40, Math.min(columns, 120) - 6);
  return [style("bold", "  one cause, several checks"), ...roots.flatMap(lines), ""];

  function lines({ check, verdict }: Told): readonly string[] {
    const those = followers.get(check.name) ?? [];
    const shared = verdict.signs?.find((sign) => those.some((one) => one.verdict.signs?.includes(sign) === true));
    const names = those.map((one) => one.check.name);
    const told = [
      ...(shared === undefined ? [] : [`seen: ${SIGNS[shared]}`]),
      ...(verdict.cause === undefined ? [] : [`likely cause: ${verdict.cause}`]),
      ...(verdict.fix === undefined ? [] : [`fix: ${verdict.fix}`]),
      `from it ${names.length === 1 ? "follows" : "follow"} ${names.join(", ")}`,
    ];
    const { mark, tone } = MARKS[verdict.verdict];
    return [
      `  ${style(tone, mark)} ${visible(check.name)}`,
      ...told.flatMap((text) => wrap(visible(text), width)).map((line) => `      ${line}`),
    ];
  }
}

/** The check that a check follows from, of those that have finished; undefined: none, so far. */
export function followed(
  { check, verdict }: Pick<Told, "check" | "verdict">,
  checks: readonly Told[],
): string | undefined {
  if (verdict.signs === undefined) return undefined;
  return withRoots(checks).find((one) => one.check.name === check.name)?.verdict.follows_from;
}
