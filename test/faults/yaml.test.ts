import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { JitterbugError, type Fault } from "../../harness/errors.ts";
import { makePlan } from "../../harness/plan/index.ts";
import { formatFault, lint, loadAll, loadPeople } from "../../harness/scenario/index.ts";
import { CASES, ODD } from "./yaml/cases.ts";
import { lineOf, PEOPLE, placesOf, SCENARIO, TARGET, withValue, type Path } from "./yaml/documents.ts";
import { RAW } from "./yaml/raw.ts";
import { survivors } from "./survive.ts";

type Kind = "target" | "people" | "scenario";

const EVERYTHING = { ids: [], protocols: [], profiles: [], tags: [], policies: [] };

const root = mkdtempSync(join(tmpdir(), "jitterbug-yaml-"));
const env = { BROKEN: "http://[\u0001" };
const survive = survivors("hostile YAML");

beforeAll(() => {
  spawnSync("mkfifo", [join(root, "pipe")]);
  symlinkSync("ring", join(root, "ring"));
  symlinkSync("nowhere", join(root, "dangling"));
  writeFileSync(join(root, "people.yaml"), JSON.stringify(PEOPLE));
  writeFileSync(join(root, "target.yaml"), JSON.stringify(TARGET));
  writeFileSync(join(root, "scenario.yaml"), JSON.stringify(SCENARIO));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** The faults of a file; where it has none, it is loaded and planned, as a run would. Anything else is thrown. */
function faultsOf(kind: Kind, text: string): readonly Fault[] {
  const file = join(root, `hostile-${kind}.yaml`);
  writeFileSync(file, text);
  if (kind === "people") {
    try {
      loadPeople(file, { root });
      return [];
    } catch (error) {
      if (error instanceof JitterbugError && error.exitStatus === 2) return error.faults;
      throw error;
    }
  }
  const targetFile = kind === "target" ? file : join(root, "target.yaml");
  const scenarioPaths = [kind === "scenario" ? file : join(root, "scenario.yaml")];
  const faults = lint({ targetFile, scenarioPaths, root, env });
  if (faults.length > 0) return faults;
  const { target, scenarios } = loadAll({ targetFile, scenarioPaths, root, env });
  if (target !== undefined)
    makePlan({ target, scenarios, select: EVERYTHING, mint: (n) => `ns${String(n).padStart(6, "0")}` });
  return [];
}

describe.each(CASES)("a hostile %s file", (kind, document, cases) => {
  it("is right but for what is put into it", () =>
    expect(faultsOf(kind, JSON.stringify(document)).map(formatFault)).toEqual([]));

  it.each(cases.map(([place, value, told]) => [place, JSON.stringify(value).slice(0, 60), value, told] as const))(
    "%s: %s",
    async (place, _shown, value, told) => {
      const path: Path = place.split(".").map((step) => (/^\d+$/.test(step) ? Number(step) : step));
      await survive(kind, () => {
        const faults = faultsOf(kind, withValue(document, path, value));
        const lines = faults.map(({ place: { line }, message }) => `${line}: ${message}`);
        const [at, after] = [lineOf(document, path), withValue(document, path, value).split("\n").length];
        expect(
          lines.filter((line) => told.test(line)),
          lines.join("\n"),
        ).not.toEqual([]);
        // At its line, or in it where the value has lines of its own.
        expect(faults.some(({ place: { line } }) => line >= at && line <= after)).toBe(true);
      });
    },
  );

  it("with an odd value at any place is read and planned, or told with a place in the file", async () => {
    for (const [index, path] of [...placesOf(document)].entries()) {
      // Each place gets its share of them; together they get all.
      for (const value of ODD.filter((_, nth) => (nth + index) % 4 === 0)) {
        await survive(`${kind}, odd values`, () => {
          const text = withValue(document, path, value);
          const lines = text.split("\n").length;
          for (const fault of faultsOf(kind, text)) {
            expect(fault.place.line).toBeLessThanOrEqual(lines);
            expect(formatFault(fault).length).toBeLessThan(5000);
          }
        });
      }
    }
  });
});

describe("a hostile text", () => {
  it.each(RAW.map((one) => [one.name, one] as const))("%s", async (_name, { kind, text, told }) => {
    await survive("texts", () => {
      const faults = faultsOf(kind ?? "scenario", text());
      expect(faults.map(({ message }) => message.slice(0, 300)).join("\n")).toMatch(told);
      expect(faults.slice(0, 100).map(formatFault).join("\n").length).toBeLessThan(200_000);
    });
  });
});
