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

/** What others ask, told by the names of the checks that hold it: nothing of a run is decided there. */
const CROSSWALK = "harness/cli/crosswalk/";

test("no scenario is known to the engine by its id", () => {
  expect(ids.length).toBeGreaterThan(30);
  expect(idsIn('check.id === "mail-change"')).toEqual(["mail-change"]);
  const engine = sources("harness").filter((file) => !file.startsWith(CROSSWALK));
  const named = engine.flatMap((file) => idsIn(readFileSync(join(ROOT, file), "utf8")).map((id) => `${file}: ${id}`));
  expect(named, "what a scenario needs of the engine is a word of its YAML").toEqual([]);
});
