import { expect, it } from "vitest";
import { judgeNeverAt } from "../../harness/judge/expectations/never-at.ts";
import type { Exchange } from "../../harness/observe/exchange.ts";
import { observed } from "./stage.ts";

const place = { file: "x.yaml", line: 1, column: 1 };
const NOTHING_YET = { seeded: new Map(), away: new Set<string>(), log: [], claims: {} };

function heldAt(asked: string, location?: string | readonly string[], by: Exchange["by"] = "browser"): string {
  const exchange: Exchange = {
    id: 1,
    at: 0,
    duration_ms: 1,
    by,
    request: { method: "GET", url: asked, headers: {} },
    ...(location === undefined ? {} : { response: { status: 303, headers: { Location: location } } }),
    messages: [],
  };
  const [step] = observed([{}]).steps;
  if (step === undefined) throw new Error("no step");
  const seen = { ...step, exchanges: [exchange] };
  const rulings = judgeNeverAt(
    { kind: "never_at", host: "elsewhere.test", place },
    { seen, names: {}, past: NOTHING_YET, lacking: [] },
  );
  return rulings.map(({ held }) => held).join();
}

it.each<[string, string, string | readonly string[] | undefined, string]>([
  ["asks its own SP alone", "http://localhost/a", undefined, "held"],
  ["is led to a path", "http://localhost/a", "/account", "held"],
  ["is led to a host that only looks like it", "http://localhost/a", "https://elsewhere.test.localhost/", "held"],
  ["finds the host in a query", "http://localhost/a?r=https://elsewhere.test/", "/b?r=//elsewhere.test", "held"],
  ["asks the host", "https://elsewhere.test/", undefined, "not_held"],
  ["asks one below it", "https://a.elsewhere.test/", undefined, "not_held"],
  ["is led there", "http://localhost/a", "https://elsewhere.test/account", "not_held"],
  ["is led there without a scheme", "http://localhost/a", "//elsewhere.test/", "not_held"],
  ["is led there by a backslash", "http://localhost/a", "/\\elsewhere.test/", "not_held"],
  ["is led there by the second of two", "http://localhost/a", ["/b", "//elsewhere.test/"], "not_held"],
  ["is led to what is no address", "http://localhost/a", "http://", "held"],
])("a browser that %s", (_, asked, location, held) => {
  expect(heldAt(asked, location)).toBe(held);
});

it("what the SP or the kit asks is no browser's", () => {
  expect(heldAt("https://elsewhere.test/", undefined, "sp")).toBe("unobservable");
});
