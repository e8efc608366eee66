import { Collector, type CollectedRun } from "./collector.ts";
import type { ReportDocument, StepEntry } from "./document.ts";
import { checkEntry, outline, stepEntries } from "./entries.ts";
import type { Reporter } from "./events.ts";

/** Keeps a run as its JSON report would tell it, for the process that made it. */
interface Keeper extends Reporter {
  /** Once the run has finished. */
  document(): ReportDocument;
}

export function createKeeper(version: string): Keeper {
  const collector = new Collector();
  const steps = new Map<string, readonly StepEntry[]>();
  let whole: CollectedRun | null = null;
  return {
    name: "keeper",
    on(event) {
      if (event.type === "check_finished") steps.set(event.check.name, stepEntries(event));
      whole = collector.add(event) ?? whole;
    },
    document() {
      if (whole === null) throw new Error("the run has not finished");
      return {
        ...outline(whole, version),
        checks: whole.checks.map((told) => checkEntry(told, steps.get(told.check.name) ?? [])),
      };
    },
  };
}
