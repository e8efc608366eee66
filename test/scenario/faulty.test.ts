import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { JitterbugError } from "../../harness/errors.ts";
import type { Fault } from "../../harness/errors.ts";
import {
  formatFault,
  loadKnownFailures,
  loadPeople,
  loadScenarios,
  loadShared,
  loadTarget,
} from "../../harness/scenario/index.ts";

/**
 * A corpus of faulty files, each with what is said about it. The name's first word says which kind of file is asked
 * for; `multi-` files hold several faults, every other one holds one, and is told as one.
 * UPDATE_GOLDENS=1 writes the messages anew: read each of them then.
 */
const folder = new URL("faulty", import.meta.url).pathname;
const update = process.env["UPDATE_GOLDENS"] !== undefined;
const names = readdirSync(folder)
  .filter((file) => file.endsWith(".yaml"))
  .map((file) => file.replace(/\.yaml$/, ""))
  .toSorted();

const RECKONING = { today: "2026-12-01", ids: ["mail-change", "rep-same"] };

function faultsOf(name: string): readonly Fault[] {
  const file = join(folder, `${name}.yaml`);
  try {
    if (name.startsWith("target-")) loadTarget(file, { env: { HOME: "/", APP_SECRET: "s3cret" }, root: folder });
    else if (name.startsWith("baseline-")) loadKnownFailures(file, { root: folder, reckoning: RECKONING });
    else if (name.startsWith("shared-")) loadShared(file, { root: folder });
    else if (name.startsWith("people-")) loadPeople(file, { root: folder });
    else loadScenarios([file], { root: folder });
  } catch (error) {
    if (error instanceof JitterbugError && error.code === "ERR_YAML") return error.faults;
    throw error;
  }
  return [];
}

describe("faulty files", () => {
  test("there are at least a hundred", () => {
    expect(names.length).toBeGreaterThanOrEqual(100);
  });

  test.each(names)("%s", (name) => {
    const faults = faultsOf(name);
    const told = `${faults.map(formatFault).join("\n\n")}\n`;
    const golden = join(folder, `${name}.txt`);
    if (update) writeFileSync(golden, told);
    expect(existsSync(golden), `${golden} is missing; run with UPDATE_GOLDENS=1`).toBe(true);
    expect(told).toBe(readFileSync(golden, "utf8"));
    if (!name.startsWith("multi-")) expect(faults).toHaveLength(1);
    for (const fault of faults) {
      expect(fault.place.file).toBe(`${name}.yaml`);
      const source = readFileSync(join(folder, fault.place.file), "utf8").split(/\r?\n/)[fault.place.line - 1];
      expect(fault.source).toBe(source);
      expect(fault.place.column).toBeLessThanOrEqual((source ?? "").length + 1);
    }
  });

  test("every message beside the files belongs to one", () => {
    const goldens = readdirSync(folder).filter((file) => file.endsWith(".txt"));
    expect(goldens.map((file) => file.replace(/\.txt$/, "")).toSorted()).toEqual(names);
  });
});
