import { defined } from "../../defined.ts";
import type { PolicyReport } from "../../judge/policy/report.ts";
import type { Finding, Reporter, RunEvent } from "../events.ts";
import { Checks } from "../collector.ts";
import type { CheckFinished, RunStarted } from "../collector.ts";
import { isLeftover } from "../leftovers.ts";
import { isTrouble } from "../outcome.ts";
import type { FileReporter } from "../file.ts";
import { duration, shorten, visible } from "../text.ts";
import { detail } from "./detail.ts";
import type { DetailOptions } from "./detail.ts";
import type { Output } from "./output.ts";
import { followed } from "./roots.ts";
import { createStyle, MARKS } from "./style.ts";
import type { Style } from "./style.ts";
import { summaryLines } from "./summary.ts";
import { traceLines } from "./trace.ts";

/** Rewrites the current line of a terminal. */
const ERASE_LINE = "\r\u001b[2K";

export interface ListOptions {
  readonly output: Output;
  /** Reports that are written beside the list, to say where they are. They must come before the list. */
  readonly reports: readonly FileReporter[];
  /** Tell of every request of every step, whatever the verdict. */
  readonly trace?: boolean;
  /** Tell of what went wrong alone, and the summary. */
  readonly quiet?: boolean;
  /** What of this run the first line says beside its seed: `profile okta`. */
  readonly about?: readonly string[];
}

/** The terminal: a line for each check as it finishes, and on a TTY a status line below of what is going on. */
export function createListReporter({
  output,
  reports,
  trace = false,
  quiet = false,
  about = [],
}: ListOptions): Reporter {
  const style = createStyle(output.colors);
  const checks = new Checks();
  const running = new Set<string>();
  const explained = new Set<string>();
  let started: RunStarted | undefined;
  let policy: PolicyReport | undefined;
  let status = "";
  let sick = false;

  const print = (lines: readonly string[]): void => {
    if (lines.length === 0) return;
    output.write(`${output.isTTY ? ERASE_LINE : ""}${lines.join("\n")}\n`);
    if (output.isTTY) output.write(status);
  };
  const show = (text: string): void => {
    if (!output.isTTY) return;
    status = text === "" ? "" : style("dim", shorten(`  ${visible(text)}`, output.columns - 1));
    output.write(`${ERASE_LINE}${status}`);
  };
  const options = (event: CheckFinished): DetailOptions => {
    const { check, verdict } = event;
    const root = followed(event, checks.all());
    const told = `${check.id} ${verdict.cause ?? ""}`;
    const before = explained.has(told);
    if (root === undefined && verdict.cause !== undefined) explained.add(told);
    return { columns: output.columns, explained: before, traced: trace, ...defined({ root }) };
  };
  const progress = (): void => {
    show(`${checks.size}/${started?.plan.checks.length ?? 0}  ${[...running].join(", ")}`);
  };

  return {
    name: "list",
    on(event: RunEvent) {
      switch (event.type) {
        case "run_started":
          started = event;
          print([
            [
              style("bold", visible(event.target)),
              ...[`seed ${event.seed}`, ...about].map((text) => style("dim", visible(text))),
            ].join("  "),
            "",
          ]);
          break;
        case "phase":
          if (output.isTTY) show(event.text);
          else if (!quiet) print([style("dim", `  ${visible(event.text)}`)]);
          break;
        case "doctor":
          sick ||= event.findings.some(({ ok }) => !ok);
          print(event.findings.filter(isTelling).flatMap((finding) => findingLines(finding, style)));
          break;
        case "check_started":
          running.add(event.check.name);
          progress();
          break;
        case "check_finished":
          checks.add(event);
          running.delete(event.check.name);
          if (!isLeftover(event) && (!quiet || isTrouble(event))) {
            const traced = trace ? traceLines(event, style, output.columns) : [];
            print([checkLine(event, style), ...detail(event, style, options(event)), ...traced]);
          }
          progress();
          break;
        case "policy":
          policy = event.policy;
          break;
        case "warning":
          print([`${style("yellow", "▲")} ${visible(event.text)}`]);
          break;
        case "run_finished":
          show("");
          print(
            summaryLines(
              { started, checks: checks.all(), policy, finished: event, reports, sick, columns: output.columns },
              style,
            ),
          );
          break;
      }
    },
  };
}

function checkLine(event: CheckFinished, style: Style): string {
  const { mark, tone } = MARKS[event.verdict.verdict];
  const name = visible(event.check.name);
  const time = event.duration_ms > 0 ? style("dim", `  ${duration(event.duration_ms)}`) : "";
  const { verdict, known } = event.verdict;
  if (known !== undefined) return `  ${style("dim", `${mark} ${name}  ${MARKS[verdict].word}, as known`)}${time}`;
  const word = ["passed", "failed"].includes(verdict) ? "" : style(tone, `  ${MARKS[verdict].word}`);
  return `  ${style(tone, mark)} ${name}${word}${time}`;
}

/** One finding of the doctor, with what to do about it; where all is well, that is advice. */
/** A run shows what is wrong, and what may explain a wrong verdict: advice. */
function isTelling({ ok, hint }: Finding): boolean {
  return !ok || hint !== undefined;
}

export function findingLines(finding: Finding, style: Style): readonly string[] {
  const advice = finding.ok && finding.hint !== undefined;
  const mark = advice ? style("yellow", "▲") : finding.ok ? style("green", "✓") : style("red", "✗");
  const hint = finding.hint === undefined ? [] : [`      ${style("dim", visible(finding.hint))}`];
  return [`  ${mark} ${visible(finding.topic)}: ${visible(finding.message)}`, ...hint];
}
