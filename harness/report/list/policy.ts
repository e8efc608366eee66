import type { PolicyBlock, PolicyLine, PolicyReport } from "../../judge/policy/report.ts";
import { RISKS } from "../../scenario/model/index.ts";
import { own } from "../../own.ts";
import { count, visible, wrap } from "../text.ts";
import type { Style } from "./style.ts";

const INDENT = "    ";

/** What the run says of the policy: the block to declare, ready to paste, and what of the declaration nothing saw. */
export function policyLines(policy: PolicyReport, columns: number, style: Style): readonly string[] {
  const width = Math.max(40, Math.min(columns, 120) - 4);
  const told = (text: string): readonly string[] => wrap(visible(text), width).map((line) => `  ${line}`);
  const dim = (text: string): readonly string[] => told(text).map((line) => style("dim", line));
  const { unlooked, undriven, risks } = policy;
  const lines = [
    ...(policy.blocks.some(isNews) ? [...told(INTRODUCTION), "", ...blockLines(policy.blocks, style), ""] : []),
    ...policy.blocks.flatMap((block) => doubtsIn(block).flatMap(dim)),
    ...riskTexts(risks).flatMap(dim),
    ...(unlooked.length === 0
      ? []
      : dim(`Declared, and no check looked at it: ${unlooked.map((one) => `${one.knob}: ${one.value}`).join(", ")}.`)),
    ...(undriven.length === 0 ? [] : dim(`No check was driven at: ${undriven.join(", ")}.`)),
  ];
  return lines.length === 0 || lines.at(-1) === "" ? lines : [...lines, ""];
}

/** Of so few, each is told whole. */
const WHOLE = 3;

/** An SP for whom much is a choice states many risks, the same at each run: each is named, and explained elsewhere. */
function riskTexts(risks: PolicyReport["risks"]): readonly string[] {
  if (risks.length <= WHOLE) return risks.map(({ knob, value, lets }) => `A stated risk, ${knob}: ${value}: ${lets}.`);
  const named = risks.map(({ knob, value }) => `${knob}=${value}`).join(", ");
  return [`${risks.length} stated risks: ${named}; docs/policies.md and the JSON report say what each lets happen.`];
}

const INTRODUCTION =
  "The policy that fits all that was seen, to paste into the target file; `jitterbug run --declare` writes it there:";

/** What is not in the target file yet, and may go there. */
function isNew({ declared, doubt }: PolicyLine): boolean {
  return !declared && doubt === undefined;
}

function isNews({ lines }: PolicyBlock): boolean {
  return lines.some(isNew);
}

/** As YAML. A block that has nothing new is left as it stands in the file. */
function blockLines(blocks: readonly PolicyBlock[], style: Style): readonly string[] {
  const news = blocks.filter(isNews);
  const target = news.filter(({ organization, connection }) => organization === null && connection === null);
  const organizations = news.filter(({ organization, connection }) => organization !== null && connection === null);
  const connections = news.filter(({ connection }) => connection !== null);
  const named = (heading: string, some: readonly PolicyBlock[], nameOf: (block: PolicyBlock) => string | null) =>
    some.length === 0
      ? []
      : [`${heading}:`, ...some.flatMap((block) => [`  ${nameOf(block) ?? ""}:`, ...yaml(block, "    ", style)])];
  return [
    ...target.flatMap((block) => yaml(block, "", style)),
    ...named("organizations", organizations, ({ organization }) => organization),
    ...named("connections", connections, ({ connection }) => connection),
  ].map((line) => `${INDENT}${line}`);
}

function yaml({ lines }: PolicyBlock, indent: string, style: Style): readonly string[] {
  const shown = lines.filter(({ doubt, declared }) => declared || doubt === undefined);
  const texts = shown.map(({ knob, value }) => `${indent}  ${knob}: ${scalar(value)}`);
  const width = Math.max(...texts.map(({ length }) => length));
  return [
    `${indent}policy:`,
    ...shown.map((line, index) => {
      const text = visible(texts[index] ?? "");
      const remark = remarkOn(line);
      return remark === ""
        ? text
        : `${text.padEnd(width)}  ${style(line.unsafe === undefined ? "dim" : "yellow", remark)}`;
    }),
  ];
}

function remarkOn({ knob, value, declared, checks, or, unsafe }: PolicyLine): string {
  const risk = typeof value === "string" ? riskOf(knob, value) : undefined;
  const parts = [
    ...(unsafe === undefined ? [] : [`unsafe: ${unsafe}`]),
    ...(risk === undefined ? [] : [`a risk: ${risk}`]),
    ...(or.length === 0 ? [] : [`or ${or.join(", ")}`]),
    ...(declared ? [] : [`${count(checks, "check")} rest${checks === 1 ? "s" : ""} on it`]),
  ];
  return parts.length === 0 ? "" : `# ${visible(parts.join("; "))}`;
}

function riskOf(knob: string, value: string): string | undefined {
  return own(own(RISKS, knob) ?? {}, value);
}

function scalar(value: PolicyLine["value"]): string {
  const quoted = (text: string) => (/^[\w.:/-]+$/.test(text) && !text.endsWith(":") ? text : JSON.stringify(text));
  return typeof value === "string" ? quoted(value) : `[${value.map(quoted).join(", ")}]`;
}

function doubtsIn({ lines }: PolicyBlock): readonly string[] {
  return lines.flatMap(({ knob, value, doubt, checks }) =>
    doubt === undefined
      ? []
      : [`In doubt: ${knob}: ${scalar(value)} fits what ${count(checks, "check")} saw, unless ${doubt}.`],
  );
}
