import { defined } from "../../defined.ts";
import { createStyle, visible } from "../../report/index.ts";
import type { Scenario } from "../../scenario/model/index.ts";
import { tampersOf } from "../../scenario/index.ts";
import { findTamper, TAMPER_PROTOCOLS, TAMPERS } from "../../tampers/index.ts";
import { NEEDS, WHEN, type TamperRow } from "../../tampers/row.ts";

/** Every tamper as data: `list --tampers --json`. */
export function tamperEntries(): readonly object[] {
  return TAMPER_PROTOCOLS.flatMap((protocol) =>
    Object.entries(TAMPERS[protocol]).map(
      ([name, { at, when, needs = [], parameters = {}, lawful, leads, about }]) => ({
        name,
        protocol,
        ...defined({ lawful, leads }),
        at,
        when,
        needs,
        parameters,
        about,
      }),
    ),
  );
}

/** Every tamper by protocol and point of attack. */
export function tampersInWords(colors: boolean): readonly string[] {
  const style = createStyle(colors);
  return TAMPER_PROTOCOLS.flatMap((protocol, index) => {
    const rows = Object.entries(TAMPERS[protocol]);
    const width = Math.max(...rows.map(([name]) => name.length));
    return [
      ...(index === 0 ? [] : [""]),
      style("bold", protocol),
      ...rows.flatMap(([name, row]) => [
        `  ${name.padEnd(width)}  ${style("dim", row.at.padEnd(12))}  ${row.about}`,
        ...details(row).map((line) => `  ${" ".repeat(width + 16)}${style("dim", line)}`),
      ]),
    ];
  });
}

function details({ when, needs = [], parameters = {} }: TamperRow<string>): readonly string[] {
  return [
    WHEN[when],
    ...needs.map((need) => `not applicable where ${NEEDS[need]}`),
    ...Object.entries(parameters).map(
      ([name, { type, about, default: taken }]) => `${name}: ${type}, ${about}; ${JSON.stringify(taken)}`,
    ),
  ];
}

/** What the tampers of a scenario do, one line each; the control needs no word. */
export function tampersOfScenario(scenario: Scenario): readonly string[] {
  const told = tampersOf(scenario).flatMap(({ protocol, name }) => {
    const row = findTamper(protocol, name);
    return row === undefined || row.at === "control" ? [] : [{ protocol, name, about: row.about }];
  });
  const both = Map.groupBy(told, ({ name, about }) => `${name}: ${about}`);
  return [...both].map(([line, same]) =>
    visible(
      same.length === scenario.protocols.length ? line : `${line} (${same.map(({ protocol }) => protocol).join(", ")})`,
    ),
  );
}
