import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { expect, test } from "vitest";
import { ROOT, sources } from "./imports.ts";

const ids = readdirSync(join(ROOT, "scenarios"), { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".yaml") && !file.startsWith("people"))
  .map((file) => basename(file, ".yaml"));

/** A whole text that is an id; help and hints may name one among other words. */
function idsIn(text: string): readonly string[] {
  return ids.filter((id) => text.includes(`"${id}"`));
}

test("no scenario is known to the engine by its id", () => {
  expect(ids.length).toBeGreaterThan(30);
  expect(idsIn('check.id === "mail-change"')).toEqual(["mail-change"]);
  const named = sources("harness").flatMap((file) =>
    idsIn(readFileSync(join(ROOT, file), "utf8")).map((id) => `${file}: ${id}`),
  );
  expect(named, "what a scenario needs of the engine is a word of its YAML").toEqual([]);
});
