import { readFileSync } from "node:fs";
import { join } from "node:path";
import { JitterbugError } from "../errors.ts";
import type { OpenConsoleOptions } from "../console/index.ts";
import { statsOf } from "../files.ts";
import { formatFault, loadScenarios } from "../scenario/index.ts";
import type { Scenario } from "../scenario/model/index.ts";
import type { CommandContext } from "./command.ts";
import { shippedScenarios } from "./shipped.ts";
import { ownScenarios, writeScenario } from "./write-scenario.ts";

/** The scenarios of the kit, and one's own where `jitterbug new` writes them. */
export function shelfOf(context: CommandContext): OpenConsoleOptions["shelf"] {
  const { io, kit } = context;
  const dir = ownScenarios(context);
  const folder = join(io.cwd, dir);
  // To ask SPs for their defects would hold up whoever is being signed in meanwhile; `lint` does.
  const known = {};
  let shipped: readonly Scenario[] | null = null;
  const own = new Set<Scenario>();
  const ownOnes = (): readonly Scenario[] =>
    statsOf(folder)?.isDirectory() === true ? loadScenarios([folder], { root: io.cwd, known }) : [];
  return {
    list() {
      shipped ??= shippedScenarios(kit);
      own.clear();
      try {
        for (const scenario of ownOnes()) own.add(scenario);
      } catch (error) {
        return { scenarios: shipped, own: new Set(), fault: faultOf(error) };
      }
      const ids = new Set([...own].map(({ id }) => id));
      return { scenarios: [...own, ...shipped.filter(({ id }) => !ids.has(id))], own: ids, fault: null };
    },
    text: (scenario) => readFileSync(join(own.has(scenario) ? io.cwd : kit.root, scenario.place.file), "utf8"),
    save: (id, text) => writeScenario(io, { id, dir }, () => text),
  };
}

function faultOf(error: unknown): string {
  if (!(error instanceof JitterbugError)) throw error;
  const [first] = error.faults ?? [];
  return first === undefined ? error.message : `${error.message}: ${formatFault(first)}`;
}
