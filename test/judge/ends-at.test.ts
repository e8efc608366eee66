import { expect, it } from "vitest";
import { judgeEndsAt } from "../../harness/judge/expectations/ends-at.ts";
import type { SeenPage } from "../../harness/observe/observation.ts";
import { observed } from "./stage.ts";

const place = { file: "x.yaml", line: 1, column: 1 };
const NOTHING_YET = { seeded: new Map(), away: new Set<string>(), log: [], claims: {} };

function heldAt(url: string, path: string, further: Partial<SeenPage> = {}): string {
  const [step] = observed([{}]).steps;
  if (step === undefined) throw new Error("no step");
  const seen = { ...step, page: { url, status: 200, title: "", text: "", ...further } };
  const rulings = judgeEndsAt({ kind: "ends_at", path, place }, { seen, names: {}, past: NOTHING_YET, lacking: [] });
  return rulings.map(({ held }) => held).join();
}

it.each<[string, string, string, string]>([
  ["at the page itself", "http://localhost:1/reports/7", "/reports/7", "held"],
  ["with a slash more", "http://localhost:1/reports/7/", "/reports/7", "held"],
  ["below the SP's own path", "http://localhost:1/app/reports/7", "/reports/7", "held"],
  ["with the parameter among others", "http://localhost:1/reports?first=1&tab=2#top", "/reports?tab=2", "held"],
  ["without the parameter", "http://localhost:1/reports", "/reports?tab=2", "not_held"],
  ["with another value of it", "http://localhost:1/reports?tab=3", "/reports?tab=2", "not_held"],
  ["at the front page", "http://localhost:1/", "/reports/7", "not_held"],
  ["where the address is a parameter alone", "http://localhost:1/login?next=/reports/7", "/reports/7", "not_held"],
  ["on no page", "", "/reports/7", "not_held"],
])("a person who ends %s", (_, url, path, held) => {
  expect(heldAt(url, path)).toBe(held);
});

it("a page whose scripts may lead on is no verdict, unless it is the page", () => {
  expect(heldAt("http://localhost:1/", "/reports/7", { unscripted: true })).toBe("unobservable");
  expect(heldAt("http://localhost:1/reports/7", "/reports/7", { unscripted: true })).toBe("held");
});

it("a step without a page says so", () => {
  const [step] = observed([{}]).steps;
  if (step === undefined) throw new Error("no step");
  const rulings = judgeEndsAt(
    { kind: "ends_at", path: "/a", place },
    { seen: { ...step, sign_ins: [] }, names: {}, past: NOTHING_YET, lacking: [] },
  );
  expect(rulings.map(({ held }) => held)).toEqual(["unobservable"]);
});
