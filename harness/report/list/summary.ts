import type { PolicyReport } from "../../judge/policy/report.ts";
import { VERDICTS } from "../../judge/verdict.ts";
import type { Verdict } from "../../judge/verdict.ts";
import type { RunFinished, RunStarted, Told } from "../collector.ts";
import type { FileReporter } from "../file.ts";
import { summarize } from "../summary.ts";
import { isLeftover } from "../leftovers.ts";
import { count, duration, visible } from "../text.ts";
import { leftoverLines } from "./leftovers.ts";
import { rootLines } from "./roots.ts";
import { policyLines } from "./policy.ts";
import { MARKS } from "./style.ts";
import type { Style } from "./style.ts";

export interface RunEnd {
  readonly started: RunStarted | undefined;
  readonly checks: readonly Told[];
  readonly policy: PolicyReport | undefined;
  readonly finished: RunFinished;
  readonly reports: readonly FileReporter[];
  /** The doctor found something, so that nothing was driven. */
  readonly sick: boolean;
  /** Of the terminal. */
  readonly columns: number;
}

/** What is repeated at the end, because it has scrolled away. */
const REPEATED: readonly Verdict[] = ["failed", "error", "misconfigured", "unobservable"];

/** The last lines of a run: what to look at, how many of each verdict, and where the rest can be read. */
export function summaryLines(end: RunEnd, style: Style): readonly string[] {
  const { started, checks, policy, finished, reports, sick, columns } = end;
  const lines: string[] = [
    "",
    ...leftoverLines(checks, columns, style),
    ...rootLines(checks, columns, style),
    ...(policy === undefined ? [] : policyLines(policy, columns, style)),
  ];
  for (const verdict of REPEATED) {
    const those = checks.filter(
      (event) => event.verdict.verdict === verdict && event.verdict.known === undefined && !isLeftover(event),
    );
    if (those.length === 0 || checks.length < 10) continue;
    lines.push(style(MARKS[verdict].tone, `  ${MARKS[verdict].word}`));
    lines.push(...namesOf(those).map((name) => `    ${visible(name)}`));
    lines.push("");
  }
  lines.push(`  ${tally(checks, style)} in ${duration(finished.duration_ms)}`);
  const planned = started?.plan.checks.length ?? 0;
  if (sick) {
    lines.push(
      style(
        "magenta",
        "  The SP is not set up as its target file says, so it was not judged: mend what is marked above.",
      ),
    );
  } else if (finished.partial && checks.length > 0) {
    lines.push(style("yellow", `  Stopped early: ${checks.length} of ${count(planned, "check")} finished.`));
  }
  const missing = started?.plan.not_offered.length ?? 0;
  if (missing > 0 && !finished.partial) {
    const are = missing === 1 ? "combination is" : "combinations are";
    lines.push(
      style("dim", `  ${missing} further ${are} offered by no connection of this target; the JSON report lists them.`),
    );
  }
  const written = reports.filter((report) => report.written);
  const width = Math.max(6, ...written.map(({ name }) => name.length));
  if (written.length > 0)
    lines.push("", ...written.map(({ name, path }) => `  ${name.padEnd(width)} ${visible(path)}`));
  return lines;
}

/** Of more than a screen holds, each scenario once: all of them were told above, and stand in the reports. */
const MOST_NAMED = 20;

function namesOf(checks: readonly Told[]): readonly string[] {
  if (checks.length <= MOST_NAMED) return checks.map(({ check }) => check.name);
  const ids = Map.groupBy(checks, ({ check }) => check.id);
  return [...ids].map(([id, [one, ...others]]) =>
    others.length === 0 ? (one?.check.name ?? id) : `${id}, ${count(others.length + 1, "check")}`,
  );
}

function tally(checks: readonly Told[], style: Style): string {
  const summary = summarize(checks.map((event) => event.verdict.verdict));
  const parts = (["passed", ...VERDICTS.filter((verdict) => verdict !== "passed")] as const)
    .filter((verdict) => summary[verdict] > 0)
    .map((verdict) => {
      const known = checks.filter(
        (told) => told.verdict.verdict === verdict && told.verdict.known !== undefined,
      ).length;
      const of = known === 0 ? "" : ` (${known} as known)`;
      return style(MARKS[verdict].tone, `${summary[verdict]} ${MARKS[verdict].word}${of}`);
    });
  return parts.length > 0 ? parts.join(", ") : "no check was run";
}
