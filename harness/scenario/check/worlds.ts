/** A row for every value of a knob that `one_of` names: else an SP that declares that value could only fail. */
import { KNOBS, isUnsafeValue } from "../model/index.ts";
import type { Expect, Knob, KnobValues, Protocol, Scenario, World } from "../model/index.ts";
import { list, quote } from "../faults.ts";
import type { FaultCollector } from "../faults.ts";
import { KNOB_NAMES } from "../schema/policy.ts";
import type { YamlDocument } from "../yaml/document.ts";

type Combination = ReadonlyMap<Knob, string>;

/** Enough for every knob set that a scenario can sensibly name. */
const MAX_COMBINATIONS = 10_000;

export function checkWorlds(document: YamlDocument, scenario: Scenario, faults: FaultCollector): void {
  // Where a row was faulty itself, a gap that it leaves would be a second word about the same mistake.
  if (document.lostPaths.some((path) => path.includes("one_of") || path[0] === "require")) return;
  for (const step of scenario.steps) {
    if (step.expect !== undefined)
      checkExpect(document, step.expect, scenario.require.policy, scenario.protocols, faults);
  }
}

function checkExpect(
  document: YamlDocument,
  expect: Expect,
  context: KnobValues,
  protocols: readonly Protocol[],
  faults: FaultCollector,
): void {
  const split = expect.one_of.some((world) => world.protocols !== undefined);
  for (const protocol of split ? protocols : protocols.slice(0, 1)) {
    const rows = expect.one_of.filter((world) => world.protocols?.includes(protocol) ?? true);
    checkRows(document, expect, rows, context, split ? ` on ${protocol}` : "", faults);
  }
  for (const world of expect.one_of) {
    checkExpect(document, world, { ...context, ...world.when }, world.protocols ?? protocols, faults);
  }
}

function checkRows(
  document: YamlDocument,
  expect: Expect,
  rows: readonly World[],
  context: KnobValues,
  where: string,
  faults: FaultCollector,
): void {
  if (rows.length === 0 && expect.one_of.length > 0) {
    const place = expect.one_of[0]?.place ?? expect.place;
    faults.add(
      document.fault(place, `\`one_of\` has no row${where}`, "Add one, or leave the protocol out of `protocols`."),
    );
    return;
  }
  const gaps = uncovered(rows, context);
  if (gaps.length === 0) return;
  const shown = gaps.slice(0, 3).map(describe);
  if (gaps.length > shown.length) shown.push(`${gaps.length - shown.length} more`);
  const place = expect.one_of[0]?.place ?? expect.place;
  const hint = "Add a row for it, one without `when`, or narrow the scenario with `require: { policy: ... }`.";
  faults.add(document.fault(place, `\`one_of\` has no row for ${list(shown, "and")}${where}`, hint));
}

function uncovered(worlds: readonly World[], context: KnobValues): readonly Combination[] {
  const knobs = KNOB_NAMES.filter((knob) => worlds.some(({ when }) => when[knob] !== undefined));
  if (knobs.length === 0) return [];
  let combinations: readonly Combination[] = [new Map()];
  for (const knob of knobs) {
    combinations = combinations.flatMap((known) =>
      valuesOf(knob, context).map((value) => new Map([...known, [knob, value]])),
    );
    if (combinations.length > MAX_COMBINATIONS) return [];
  }
  return merge(
    combinations.filter((combination) => !worlds.some((world) => covers(world, combination))),
    knobs,
    context,
  );
}

/** Unsafe values need no row: an SP that declares one is warned or failed by the rows of the safe ones. */
function valuesOf(knob: Knob, context: KnobValues): readonly string[] {
  return context[knob] ?? KNOBS[knob].filter((value) => !isUnsafeValue(knob, value));
}

function covers({ when }: World, combination: Combination): boolean {
  return [...combination].every(([knob, value]) => when[knob]?.includes(value) ?? true);
}

/** Where a value is missing in every combination of the other knobs, it is told alone. */
function merge(gaps: readonly Combination[], knobs: readonly Knob[], context: KnobValues): readonly Combination[] {
  for (const knob of knobs) {
    const others = knobs
      .filter((other) => other !== knob)
      .reduce((size, other) => size * valuesOf(other, context).length, 1);
    const whole = valuesOf(knob, context).filter(
      (value) => gaps.filter((gap) => gap.get(knob) === value).length === others,
    );
    if (whole.length === 0 || knobs.length === 1) continue;
    const rest = gaps.filter((gap) => !whole.includes(gap.get(knob) ?? ""));
    return [...whole.map((value) => new Map([[knob, value]])), ...rest];
  }
  return gaps;
}

function describe(combination: Combination): string {
  return [...combination].map(([knob, value]) => quote(`${knob}: ${value}`)).join(" with ");
}
