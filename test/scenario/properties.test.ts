import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse, stringify } from "yaml";
import { formatFault, loadScenarios, loadTarget } from "../../harness/scenario/index.ts";
import { fixtures, inFolder } from "./helpers.ts";

const env = { APP_SECRET: "s", ADMIN_TOKEN: "t" };
const drafts = readdirSync(join(fixtures, "drafts")).map((file) => join(fixtures, "drafts", file));
const scenarios = [join(fixtures, "design/email-change/mail-change.yaml"), ...drafts];

/** The same value with the keys of every map the other way round, but for maps whose order is their meaning. */
function reversed(value: unknown, key = ""): unknown {
  if (Array.isArray(value)) return value.map((item) => reversed(item));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([name, item]) => [name, reversed(item, name)] as const);
  return Object.fromEntries(ORDERED.has(key) ? entries : entries.toReversed());
}

/** Names of people, connections ...: the model lists them in the order of the file. */
const ORDERED: ReadonlySet<string> = new Set(["people", "accounts", "connections", "organizations", "each"]);

/** Without places, and with the members of every object in order. */
function bare(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(bare);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([key]) => !["place", "file", "dir"].includes(key));
  return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([key, item]) => [key, bare(item)]));
}

function isFrozen(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return true;
  return Object.isFrozen(value) && Object.values(value).every(isFrozen);
}

describe("the order of keys does not matter", () => {
  test.each(scenarios)("%s", (file) => {
    const [plain] = loadScenarios([file], { root: fixtures });
    inFolder({ "r.yaml": stringify(reversed(parse(readFileSync(file, "utf8")))) }, (root) => {
      const [turned] = loadScenarios(["r.yaml"], { root });
      expect(bare({ ...turned, pack: plain?.pack })).toEqual(bare(plain));
    });
  });

  test("of a target", () => {
    const file = join(fixtures, "design/jitterbug.yaml");
    inFolder({ "r.yaml": stringify(reversed(parse(readFileSync(file, "utf8")))) }, (root) => {
      expect(bare(loadTarget(join(root, "r.yaml"), { env }))).toEqual(bare(loadTarget(file, { env })));
    });
  });
});

test("what is loaded is frozen through and through", () => {
  expect(isFrozen(loadScenarios(scenarios, { root: fixtures }))).toBe(true);
  expect(isFrozen(loadTarget(join(fixtures, "design/jitterbug.yaml"), { env }))).toBe(true);
});

test("line ends of Windows and a byte order mark change nothing", () => {
  for (const file of scenarios) {
    const text = readFileSync(file, "utf8");
    inFolder({ "w.yaml": `\ufeff${text.replaceAll("\n", "\r\n")}` }, (root) => {
      const [plain] = loadScenarios([file], { root: fixtures });
      const [windows] = loadScenarios(["w.yaml"], { root });
      expect(bare({ ...windows, pack: plain?.pack })).toEqual(bare(plain));
      expect(windows?.steps.map(({ place }) => [place.line, place.column])).toEqual(
        plain?.steps.map(({ place }) => [place.line, place.column]),
      );
    });
  }
});

test("a file cut off anywhere ends in faults, never in another error", () => {
  const text = readFileSync(scenarios[0] ?? "", "utf8");
  for (let end = 0; end < text.length; end += 7) {
    inFolder({ "cut.yaml": text.slice(0, end) }, (root) => {
      try {
        loadScenarios(["cut.yaml"], { root });
      } catch (error) {
        expect(error).toMatchObject({ code: "ERR_YAML" });
      }
    });
  }
});

test("control characters of a file do not reach the terminal", () => {
  const told = formatFault({
    place: { file: "a\u001b[2Jb.yaml", line: 1, column: 3 },
    source: "\u001b]0;x\u0007\u202eid: \u009b31m",
    message: "bad \u001b[31m",
    hint: "\u0000",
  });
  expect(told.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
});

test("a long line is shown around its fault", () => {
  const source = `${"a".repeat(500)}HERE${"b".repeat(500)}`;
  const told = formatFault({ place: { file: "f", line: 1, column: 501 }, source, message: "m" }).split("\n");
  expect(told[1]?.length).toBeLessThan(130);
  expect(told[1]?.slice(told[2]?.indexOf("^"))).toMatch(/^HERE/);
});
