import { createStyle, visible } from "../../report/index.ts";
import type { Scenario } from "../../scenario/model/index.ts";
import type { Register } from "../command.ts";
import { print } from "../io.ts";
import { loadScenarioFiles } from "../load.ts";
import { crosswalk, crosswalkInWords } from "../words/crosswalk.ts";
import { tamperEntries, tampersInWords } from "../words/tampers.ts";

export const registerList: Register = (program, context) => {
  const { io } = context;
  program
    .command("list")
    .description("list the scenarios, by pack")
    .argument("[paths...]", "scenario files and folders (default: the kit's own)")
    .option("--tampers", "list the tampers that a scenario may name instead")
    .option("--crosswalk", "list what standards, public suites and advice ask, and which checks hold it")
    .option("--json", "print JSON")
    .action((paths: readonly string[], { json, tampers, crosswalk: isCrosswalk }: Options) => {
      if (tampers === true) {
        if (json === true) io.stdout.write(`${JSON.stringify(tamperEntries(), null, 2)}\n`);
        else print(io.stdout, tampersInWords(io.stdout.colors));
        return;
      }
      const scenarios = loadScenarioFiles(context, paths);
      if (isCrosswalk === true) {
        if (json === true) io.stdout.write(`${JSON.stringify(crosswalk(scenarios), null, 2)}\n`);
        else print(io.stdout, crosswalkInWords(scenarios, io.stdout));
        return;
      }
      if (json === true) io.stdout.write(`${JSON.stringify(scenarios.map(entry), null, 2)}\n`);
      else print(io.stdout, lines(scenarios, io.stdout.colors));
    });
};

interface Options {
  readonly json?: boolean;
  readonly tampers?: boolean;
  readonly crosswalk?: boolean;
}

function entry({ id, title, pack, severity, protocols, references, killed_by, since }: Scenario): object {
  return { id, title, pack, severity, protocols, references, killed_by, since };
}

function lines(scenarios: readonly Scenario[], colors: boolean): readonly string[] {
  const style = createStyle(colors);
  const width = Math.max(...scenarios.map(({ id }) => id.length));
  const packs = [...Map.groupBy(scenarios, ({ pack }) => pack)];
  return packs.flatMap(([pack, members], index) => [
    ...(index === 0 ? [] : [""]),
    style("bold", visible(pack)),
    ...members.map(({ id, severity, protocols, title }) => {
      const columns = [id.padEnd(width), severity.padEnd(6), protocols.join(" ").padEnd(9)];
      return `  ${columns[0]}  ${style("dim", `${columns[1]}  ${columns[2]}`)}  ${visible(title)}`;
    }),
  ]);
}
