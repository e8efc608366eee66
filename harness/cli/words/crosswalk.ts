import { createStyle, visible, wrap } from "../../report/index.ts";
import type { Scenario } from "../../scenario/model/index.ts";
import { clauses, heldBy, SOURCES, type Asked } from "../crosswalk/index.ts";

/** Which check holds what, as data: `list --crosswalk --json`. */
export function crosswalk(scenarios: readonly Scenario[]): object {
  const ids = (asked: Asked): readonly string[] => heldBy(asked, scenarios).map(({ id }) => id);
  return {
    clauses: clauses(scenarios),
    sources: SOURCES.map(({ title, url, asks }) => ({
      title,
      url,
      asks: asks.map((asked) => ({ ...asked, checks: ids(asked) })),
    })),
  };
}

/** The same in lines: what is asked, and below it the checks, or why there is none. */
export function crosswalkInWords(
  scenarios: readonly Scenario[],
  { colors, columns }: { readonly colors: boolean; readonly columns: number },
): readonly string[] {
  const style = createStyle(colors);
  const below = (text: string): readonly string[] =>
    wrap(visible(text), Math.max(40, Math.min(columns, 100) - 4)).map((line) => `    ${line}`);
  return [
    style("bold", "Clauses of the standards"),
    ...clauses(scenarios).flatMap(({ key, title, checks }) => [
      `  ${key}  ${style("dim", title)}`,
      ...below(checks.join(", ")),
    ]),
    ...SOURCES.flatMap(({ title, url, asks }) => [
      "",
      style("bold", title),
      style("dim", url),
      ...asks.flatMap((asked) => [
        ...wrap(asked.asks, Math.max(40, Math.min(columns, 100) - 2)).map((line) => `  ${line}`),
        ...below(heldInWords(asked, scenarios)),
      ]),
    ]),
  ];
}

/** The checks by name, a family by its beginning, and what none of them holds. */
export function heldInWords(asked: Asked, scenarios: readonly Scenario[]): string {
  const { checks, without } = asked;
  const held = heldBy(asked, scenarios).length === 0 ? "none" : checks.join(", ");
  return without === undefined ? held : `${held}: ${without}`;
}
