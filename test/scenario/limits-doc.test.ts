import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { DEFAULT_WAITS } from "../../harness/scenario/model/index.ts";

const table = readFileSync(new URL("../../docs/target-file.md", import.meta.url), "utf8")
  .split("\n")
  .filter((line) => line.startsWith("| `"))
  .map((line) => line.split("|").map((cell) => cell.trim()));

test.each(Object.entries(DEFAULT_WAITS))("the limit %s stands in docs/target-file.md, with %d", (name, seconds) => {
  const row = table.find(([, names = ""]) => names.split(", ").includes(`\`${name}\``));
  const [, names = "", values = ""] = row ?? [];
  expect(values.split(", ")[names.split(", ").indexOf(`\`${name}\``)]).toBe(String(seconds));
});
