import { expect, it } from "vitest";
import { judgeMarkup } from "../../harness/judge/expectations/markup.ts";
import type { SeenPage } from "../../harness/observe/observation.ts";
import { observed } from "./stage.ts";

const place = { file: "x.yaml", line: 1, column: 1 };
const NOTHING_YET = { seeded: new Map(), away: new Set<string>(), log: [], claims: {} };
const PAGE = { url: "http://localhost/callback", status: 403, title: "", text: "Not you" };

function heldOn(page?: SeenPage): string {
  const [step] = observed([{}]).steps;
  if (step === undefined) throw new Error("no step");
  const seen = { ...step, sign_ins: [], ...(page === undefined ? {} : { page }) };
  const rulings = judgeMarkup({ kind: "markup", place }, { seen, names: {}, past: NOTHING_YET, lacking: [] });
  return rulings.map(({ held }) => held).join();
}

it.each<[string, SeenPage, string]>([
  ["says it as text", PAGE, "held"],
  ["has the element", { ...PAGE, marked_up: true }, "not_held"],
  ["has scripts, and was told nothing by its address", { ...PAGE, unscripted: true }, "held"],
  [
    "leaves it to its scripts",
    { ...PAGE, url: "http://localhost/#/login?error=denied", unscripted: true },
    "unobservable",
  ],
  ["has the element before its scripts run", { ...PAGE, unscripted: true, marked_up: true }, "not_held"],
])("a page that %s", (_, page, held) => {
  expect(heldOn(page)).toBe(held);
});

it("a step that shows nobody a page", () => {
  expect(heldOn()).toBe("unobservable");
});
