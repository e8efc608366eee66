import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { REPORT_KINDS } from "../../harness/report/index.ts";
import { createMultiplexer } from "../../harness/report/multiplexer.ts";
import type { RunEvent } from "../../harness/report/events.ts";
import { Journal } from "../../harness/report/journal.ts";
import { wholeRun } from "./events.ts";

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "journal-test-"));
  vi.stubEnv("TMPDIR", join(dir));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(dir, { recursive: true, force: true });
});

it("gives back what was told of a name last, whatever its length", () => {
  const journal = new Journal<{ readonly text: string }>();
  journal.add("one", { text: "é".repeat(100_000) });
  journal.add("two", { text: "" });
  journal.add("one", { text: "again \u2028" });
  expect([journal.read("one"), journal.read("two")]).toEqual([{ text: "again \u2028" }, { text: "" }]);
  journal.close();
});

it("leaves no file behind, however the run ends", async () => {
  for (const kind of ["json", "junit"]) {
    const reporter = REPORT_KINDS[kind]?.({ path: join(dir, "report"), version: "0" });
    // The end of the run never comes.
    for (const event of wholeRun().slice(0, -1)) await reporter?.on(event);
    expect(readdirSync(dir)).toEqual([]);
  }
});

it("is given up with a word where there is no room for it", async () => {
  vi.stubEnv("TMPDIR", join(dir, "nowhere"));
  const reporter = REPORT_KINDS["json"]?.({ path: join(dir, "report"), version: "0" });
  const told: RunEvent[] = [];
  const listener = { name: "told", on: (event: RunEvent) => void told.push(event) };
  const listeners = createMultiplexer([...(reporter === undefined ? [] : [reporter]), listener]);
  for (const event of wholeRun()) await listeners.emit(event);
  const warnings = told.flatMap((event) => (event.type === "warning" ? [event.text] : []));
  expect(warnings).toContainEqual(
    expect.stringMatching(/^The json report was given up: .*nowhere.* could not be written/),
  );
  expect(reporter?.written).toBe(false);
});
