import { visible } from "../report/index.ts";
import type { Style } from "../report/index.ts";
import type { SelftestResult } from "../run/selftest.ts";

/** Wider than this no window shows a table. */
const MOST_COLUMNS = 30;

/**
 * Checks against defects: a column per check under its number, a row per defect, a mark where the check kills it. What
 * is too wide for a window has the checks by name behind each defect.
 */
export function matrixLines(result: SelftestResult, style: Style): readonly string[] {
  return result.checks.length > MOST_COLUMNS ? listed(result, style) : table(result, style);
}

function listed({ defects }: SelftestResult, style: Style): readonly string[] {
  const left = Math.max(...defects.map(({ id }) => id.length));
  return defects.map(({ id, killed_by }) => {
    const killers =
      killed_by.length === 0 ? style("dim", "·") : `${style("green", "●")} ${killed_by.map(visible).join(", ")}`;
    return `${visible(id).padEnd(left)} ${killers}`;
  });
}

function table({ checks, defects }: SelftestResult, style: Style): readonly string[] {
  const digits = String(checks.length).length;
  const left = Math.max(...defects.map(({ id }) => id.length), 6);
  const cell = (text: string): string => text.padStart(digits + 1);
  const header = `${"".padEnd(left)} ${checks.map((_, index) => cell(String(index + 1))).join("")}`;
  return [
    ...checks.map((id, index) => `${style("dim", String(index + 1).padStart(digits))}  ${visible(id)}`),
    "",
    style("dim", header),
    ...defects.map(({ id, killed_by }) => {
      const cells = checks.map((check) =>
        killed_by.includes(check) ? style("green", cell("●")) : style("dim", cell("·")),
      );
      return `${visible(id).padEnd(left)} ${cells.join("")}`;
    }),
  ];
}

/** Everything that speaks against the kit, a line each; none where all is well. */
export function problemLines(result: SelftestResult, style: Style): readonly string[] {
  const red = (text: string): string => style("red", visible(text));
  return [
    ...result.defects.flatMap(({ id, error }) =>
      error === undefined ? [] : [red(`defect ${id} could not be run: ${error}`)],
    ),
    ...result.survivors.map((id) => red(`defect ${id} survives: no check kills it`)),
    ...result.unproven.map((id) => red(`check ${id} is unproven: no defect kills it`)),
    ...result.unkept.map(({ id, defect }) => red(`check ${id} names ${defect} in killed_by, and does not kill it`)),
    ...result.waiting.flatMap(({ id, waits_for, there }) =>
      there ? [red(`defect ${id} waits for the check ${waits_for}, which is there`)] : [],
    ),
    ...result.false_red.map(({ target, name, verdict, reason }) =>
      red(`${name} is ${verdict} on ${target}, which is lawful: ${reason}`),
    ),
    ...(result.partial ? [style("yellow", "Stopped early: this is not the whole matrix.")] : []),
  ];
}
