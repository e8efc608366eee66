import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { tried } from "./tried.ts";

const folder = mkdtempSync(join(tmpdir(), "jitterbug-tried-"));

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

test("each count is one line of the file that is named", () => {
  const file = join(folder, "tried.jsonl");
  vi.stubEnv("JITTERBUG_TRIED", file);
  tried("hostile SPs", 192, 192);
  tried("hostile YAML", 250, 249);
  const lines = readFileSync(file, "utf8").trimEnd().split("\n");
  expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
    { area: "hostile SPs", tried: 192, survived: 192 },
    { area: "hostile YAML", tried: 250, survived: 249 },
  ]);
});

test("without a file nothing is counted", () => {
  vi.stubEnv("JITTERBUG_TRIED", undefined);
  tried("anything", 1, 1);
});
