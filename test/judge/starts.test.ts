import { expect, it } from "vitest";
import { judgeStarts } from "../../harness/judge/expectations/starts.ts";
import type { StartObservation } from "../../harness/observe/observation.ts";
import { observed } from "./stage.ts";

const place = { file: "x.yaml", line: 1, column: 1 };

function told(start: StartObservation | undefined): string {
  const [step] = observed([{}]).steps;
  if (step === undefined) throw new Error("no step");
  const seen = start === undefined ? step : { ...step, start };
  const past = { seeded: new Map(), away: new Set<string>(), log: [], claims: {} };
  const rulings = judgeStarts({ kind: "starts", place }, { seen, names: {}, past, lacking: [] });
  return rulings.map((one) => (one.held === "not_held" ? one.actual : one.held)).join();
}

it.each<[string, StartObservation | undefined, string]>([
  ["one that is ready", { ready: true }, "held"],
  ["one that ended", { ready: false, told: "the SP ended before it was ready: exit status 1" }, "exit status 1"],
  ["a step that started none", undefined, "unobservable"],
])("judges %s", (_, start, expected) => {
  expect(told(start)).toContain(expected);
});
