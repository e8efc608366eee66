import { Collector, type CollectedRun } from "./collector.ts";
import type { Reporter } from "./events.ts";
import { outcomeOf, reasonLine, type Leave, type Outcome } from "./outcome.ts";
import { explanation, tellingOf, type Telling } from "./telling.ts";

/** A check as it is told to whoever reads a test that failed. */
export interface Explained {
  readonly outcome: Outcome;
  /** `failed: a second account was made` */
  readonly reason: string;
  /** What was expected and what came, the cause, the fix, and what happened; each is one line, and visible. */
  readonly lines: readonly string[];
  /** Something that is to be read although it does not fail: a warning. */
  readonly warned: boolean;
}

interface Explainer extends Reporter {
  /** Once the run has finished; by the check's name. What was not driven is not there. */
  explained(leave: Leave): ReadonlyMap<string, Explained>;
}

/** Keeps what a report of CI servers tells of each check, for the process that made the run. */
export function createExplainer(): Explainer {
  const collector = new Collector();
  const tellings = new Map<string, Telling>();
  let whole: CollectedRun | null = null;
  return {
    name: "explainer",
    on(event) {
      if (event.type === "check_finished") tellings.set(event.check.name, tellingOf(event));
      whole = collector.add(event) ?? whole;
    },
    explained(leave) {
      const entries = (whole?.checks ?? []).map((told): [string, Explained] => {
        const telling = tellings.get(told.check.name) ?? { judged: [], happened: [], place: null };
        return [
          told.check.name,
          {
            outcome: outcomeOf(told, leave),
            reason: reasonLine(told),
            lines: explanation(told, telling),
            warned: told.verdict.verdict === "warned" && told.verdict.known === undefined,
          },
        ];
      });
      return new Map(entries);
    },
  };
}
