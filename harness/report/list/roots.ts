import { withRoots } from "../../judge/index.ts";
import { SIGNS } from "../../scenario/model/index.ts";
import type { Told } from "../collector.ts";
import { count, visible, wrap } from "../text.ts";
import { MARKS } from "./style.ts";
import type { Style } from "./style.ts";

/** One root, one explanation: under each check that others follow from, what was seen, why, what to do, and who follows. */
export function rootLines(checks: readonly Told[], columns: number, style: Style): readonly string[] {
  const related = withRoots(checks);
  const followers = Map.groupBy(related, ({ verdict }) => verdict.follows_from ?? "");
  const roots = related.filter(({ check }) => followers.has(check.name));
  if (roots.length === 0) return [];
  const width = Math.max(40, Math.min(columns, 120) - 6);
  // What a check tells at one connection it tells at others, too.
  const alike = Map.groupBy(roots, ({ check, verdict }) => JSON.stringify([check.id, verdict.cause]));
  return [style("bold", "  one cause, several checks"), ...[...alike.values()].flatMap(lines), ""];

  function lines([root, ...others]: readonly Told[]): readonly string[] {
    if (root === undefined) return [];
    const { check, verdict } = root;
    const those = [root, ...others].flatMap((one) => followers.get(one.check.name) ?? []);
    const shared = verdict.signs?.find((sign) => those.some((one) => one.verdict.signs?.includes(sign) === true));
    const names = namesOf(those);
    const told = [
      ...(shared === undefined ? [] : [`seen: ${SIGNS[shared]}`]),
      ...(verdict.cause === undefined ? [] : [`likely cause: ${verdict.cause}`]),
      ...(verdict.fix === undefined ? [] : [`fix: ${verdict.fix}`]),
      `from it ${those.length === 1 ? "follows" : "follow"} ${names.join(", ")}`,
      ...(others.length === 0 ? [] : [`the same of ${namesOf(others).join(", ")}`]),
    ];
    const { mark, tone } = MARKS[verdict.verdict];
    return [
      `  ${style(tone, mark)} ${visible(check.name)}`,
      ...told.flatMap((text) => wrap(visible(text), width)).map((line) => `      ${line}`),
    ];
  }
}

/** Of so many, the ids, with how often. */
const NAMED = 6;

function namesOf(checks: readonly Told[]): readonly string[] {
  if (checks.length <= NAMED) return checks.map(({ check }) => check.name);
  const ids = Map.groupBy(checks, ({ check }) => check.id);
  return [...ids].map(([id, those]) => (those.length === 1 ? id : `${id} (${count(those.length, "check")})`));
}

/** The check that a check follows from, of those that have finished; undefined: none, so far. */
export function followed(
  { check, verdict }: Pick<Told, "check" | "verdict">,
  checks: readonly Told[],
): string | undefined {
  if (verdict.signs === undefined) return undefined;
  return withRoots(checks).find((one) => one.check.name === check.name)?.verdict.follows_from;
}
