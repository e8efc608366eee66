import { own } from "../../own.ts";
import { createStyle, visible, wrap } from "../../report/index.ts";
import type { Style } from "../../report/index.ts";
import { REFERENCES } from "../../references.ts";
import { SIGNS } from "../../scenario/model/index.ts";
import type { Expect, Scenario, Step } from "../../scenario/model/index.ts";
import type { Register } from "../command.ts";
import { print } from "../io.ts";
import { loadScenarioFiles } from "../load.ts";
import { scenarioOf } from "../select.ts";
import { expectInWords, whenInWords } from "../words/expectation.ts";
import { givenInWords } from "../words/given.ts";
import { originOf, stepInWords } from "../../scenario/vocabulary/index.ts";
import { tampersOfScenario } from "../words/tampers.ts";

export const registerExplain: Register = (program, context) => {
  const { io } = context;
  program
    .command("explain")
    .description("say what a scenario does, and what to do where it fails")
    .argument("<id>", "the scenario's id")
    .argument("[paths...]", "scenario files and folders (default: the kit's own)")
    .action((id: string, paths: readonly string[]) => {
      const scenario = scenarioOf(loadScenarioFiles(context, paths), id);
      const style = createStyle(io.stdout.colors);
      print(io.stdout, explain(scenario, paths.length === 0, style, Math.min(io.stdout.columns, 100)));
    });
};

/** `proven`: the scenario is one of those that the kit's own selftest has seen to fail. */
function explain(scenario: Scenario, proven: boolean, style: Style, columns: number): readonly string[] {
  const { id, title, severity, protocols, pack, place, killed_by } = scenario;
  const section = (heading: string, texts: readonly string[]): readonly string[] =>
    texts.length === 0 ? [] : ["", style("bold", heading), ...texts.flatMap((text) => indented(text, "  ", columns))];
  return [
    `${style("bold", id)}  ${visible(title)}`,
    style("dim", `${severity} on ${protocols.join(" and ")}, pack ${visible(pack)}, ${visible(place.file)}`),
    ...section("Given", givenInWords(scenario)),
    "",
    style("bold", "Steps"),
    ...scenario.steps.flatMap((step, index) => stepLines(step, index, columns)),
    ...section("Tampers", tampersOfScenario(scenario)),
    ...scenario.explain.causes.flatMap(({ sign, cause, fix }) => [
      ...section(`Likely cause where ${SIGNS[sign]}`, [cause]),
      ...section("Fix", [fix]),
    ]),
    ...section(
      `Likely cause where it fails${scenario.explain.causes.length === 0 ? "" : " otherwise"}`,
      [scenario.explain.cause].filter(Boolean),
    ),
    ...section("Fix", [scenario.explain.fix].filter(Boolean)),
    ...section("It rests on", scenario.references.flatMap(reference)),
    ...section(
      `${proven ? "Seen" : "Claimed"} to fail on the reference SP with the defect`,
      killed_by.length === 0 ? [] : [killed_by.join(", ")],
    ),
    ...(proven || killed_by.length === 0 ? [] : indented(UNPROVEN, "  ", columns)),
  ];
}

const UNPROVEN = "No selftest of the kit has seen it: `jitterbug selftest PATH --defect ID` shows whether it does.";

function stepLines(step: Step, index: number, columns: number): readonly string[] {
  const control = step.control ? " (a control: where this does not hold, the check proves nothing)" : "";
  const applies = step.applies ? " (where this does not hold, the check does not apply to the SP)" : "";
  const number = `  ${index + 1}. `;
  const head = indented(`${stepInWords(step)}${control}${applies}`, " ".repeat(number.length), columns);
  const first = `${number}${(head[0] ?? "").trimStart()}`;
  const from = originOf(step);
  const told = from === undefined ? [] : indented(`from ${from}`, " ".repeat(number.length), columns);
  return [
    first,
    ...head.slice(1),
    ...told,
    ...(step.expect === undefined ? [] : expectLines(step.expect, "     ", columns)),
  ];
}

function expectLines(expect: Expect, indent: string, columns: number): readonly string[] {
  const bullet = (text: string): readonly string[] => {
    const [first = "", ...rest] = indented(text, `${indent}  `, columns);
    return [`${indent}- ${first.trimStart()}`, ...rest];
  };
  return [
    ...expectInWords(expect).flatMap(bullet),
    ...(expect.one_of.length === 0 ? [] : [`${indent}and one of these, each lawful:`]),
    ...expect.one_of.flatMap((world) => {
      const on = world.protocols === undefined ? "" : ` (${world.protocols.join(", ")} only)`;
      const when = whenInWords(world);
      return [
        ...bullet(`${when === "" ? "whatever the policy" : `where ${when}`}${on}:`),
        ...expectLines(world, `${indent}    `, columns),
      ];
    }),
  ];
}

function reference(key: string): readonly string[] {
  const clause = own(REFERENCES, key);
  return clause === undefined ? [key] : [`${key}  ${clause.title}`, `  ${clause.url}`];
}

function indented(text: string, indent: string, columns: number): readonly string[] {
  return wrap(visible(text), Math.max(40, columns - indent.length)).map((line) => `${indent}${line}`);
}
