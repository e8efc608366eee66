import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { makePlan } from "../../harness/plan/index.ts";
import { loadScenarios, loadTarget } from "../../harness/scenario/index.ts";
import { ALL, mint } from "../plan/stage.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const target = loadTarget(`${root}sp-reference/jitterbug.yaml`, { env: {} });
const { checks, not_offered } = makePlan({
  scenarios: loadScenarios([`${root}scenarios`], { root }),
  target,
  select: ALL,
  mint,
});

/** A row of a table that no connection reaches is a row that nobody has seen hold. */
describe("the shipped scenarios on the reference SP", () => {
  test("every value and every row of every table is reached, on each protocol of its scenario", () => {
    expect(not_offered).toEqual([]);
  });

  test("every check is driven", () => {
    expect(checks.filter(({ settled }) => settled !== undefined).map(({ name }) => name)).toEqual([]);
  });
});
