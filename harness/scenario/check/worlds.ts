/** A row for every value of a knob that `one_of` names: else an SP that declares that value could only fail. */
import {
  KEY_KINDS,
  KEY_KINDS_OF,
  KNOB_NAMES,
  KNOBS,
  ROLES_PER_ACCOUNT,
  UNSAFE_KEYS,
  covers,
  isUnsafeValue,
} from "../model/index.ts";
import type { Expect, KeyKind, Knob, KnobValues, Protocol, Scenario, Valuation, World } from "../model/index.ts";
import { list, quote } from "../faults.ts";
import type { FaultCollector } from "../faults.ts";
import type { YamlDocument } from "../yaml/document.ts";

const HINT = "Add a row for it, one without `when`, or narrow the scenario with `require: { policy: ... }`.";

/** Enough for every knob set that a scenario can sensibly name. */
const MAX_COMBINATIONS = 10_000;

export function checkWorlds(document: YamlDocument, scenario: Scenario, faults: FaultCollector): void {
  // Where a row was faulty itself, a gap that it leaves would be a second word about the same mistake.
  if (document.lostPaths.some((path) => path.includes("one_of") || path[0] === "require")) return;
  const { policy, not, identity_key } = scenario.require;
  const demanded = identity_key.length === 0 ? UNSAID : identity_key;
  for (const step of scenario.steps) {
    if (step.expect !== undefined)
      checkExpect(
        document,
        step.expect,
        { when: { ...left(not), ...policy }, protocols: scenario.protocols, keys: demanded },
        faults,
      );
  }
}

/** The values that are left beside those under which the scenario does not apply; their rows are welcome all the same. */
function left(not: KnobValues): KnobValues {
  const knobs = KNOB_NAMES.filter((knob) => not[knob] !== undefined);
  return Object.fromEntries(
    knobs.map((knob) => [knob, valuesOf(knob, {}).filter((value) => not[knob]?.includes(value) !== true)]),
  );
}

/** Where a table stands: what the rows and the requirements around it have settled already. */
interface Context {
  readonly when: KnobValues;
  readonly protocols: readonly Protocol[];
  readonly keys: readonly string[];
}

/** Unsafe keys need no row either. */
const UNSAID: readonly string[] = KEY_KINDS.filter((kind) => !UNSAFE_KEYS.includes(kind));

function checkExpect(document: YamlDocument, expect: Expect, context: Context, faults: FaultCollector): void {
  const parts = partsOf(expect.one_of, context);
  for (const { where, rows } of parts.filter(({ key, rows }) => key === undefined || rows.length > 0)) {
    checkRows(document, expect, rows, context.when, where, faults);
  }
  const without = parts.flatMap(({ key, rows }) => (key === undefined || rows.length > 0 ? [] : [key]));
  if (without.length > 0) {
    const place = expect.one_of[0]?.place ?? expect.place;
    const keys = [...new Set(without)].map((key) => quote(`identity_key: ${key}`));
    faults.add(document.fault(place, `\`one_of\` has no row for ${list(keys, "and")}`, HINT));
  }
  for (const world of expect.one_of) {
    const { when, protocols = context.protocols, identity_key: keys = context.keys } = world;
    checkExpect(document, world, { when: { ...context.when, ...when }, protocols, keys }, faults);
  }
}

interface Part {
  readonly where: string;
  /** The kind of identity key that the part is of, where rows name any. */
  readonly key?: KeyKind;
  readonly rows: readonly World[];
}

/** The rows by what is known of an SP before any policy is asked, each part a table of its own. */
function partsOf(worlds: readonly World[], { protocols, keys }: Context): readonly Part[] {
  const keyed = worlds.some(({ identity_key }) => identity_key !== undefined);
  const split = keyed || worlds.some((world) => world.protocols !== undefined);
  return (split ? protocols : protocols.slice(0, 1)).flatMap((protocol) => {
    const rows = worlds.filter((world) => !split || (world.protocols?.includes(protocol) ?? true));
    const kinds = keyed ? KEY_KINDS_OF[protocol].filter((kind) => keys.includes(kind)) : [];
    const on = split && worlds.some((world) => world.protocols !== undefined) ? ` on ${protocol}` : "";
    if (!keyed) return byRoles({ where: on, rows });
    return kinds.flatMap((kind) =>
      byRoles({
        key: kind,
        where: `${on} where identity_key is ${kind}`,
        rows: rows.filter(({ identity_key }) => identity_key?.includes(kind) ?? true),
      }),
    );
  });
}

/** A table that is of the one kind of SP alone does not apply to the other. */
function byRoles(part: Part): readonly Part[] {
  const { where, rows } = part;
  if (rows.every(({ roles }) => roles === undefined)) return [part];
  return ROLES_PER_ACCOUNT.map((kind) => ({
    ...part,
    where: `${where} where roles are ${kind}`,
    rows: rows.filter(({ roles = kind }) => roles === kind),
  })).filter((one) => one.rows.length > 0);
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
  faults.add(document.fault(place, `\`one_of\` has no row for ${list(shown, "and")}${where}`, HINT));
}

function uncovered(worlds: readonly World[], context: KnobValues): readonly Valuation[] {
  const knobs = KNOB_NAMES.filter((knob) => worlds.some(({ when }) => when[knob] !== undefined));
  if (knobs.length === 0) return [];
  let combinations: readonly Valuation[] = [{}];
  for (const knob of knobs) {
    combinations = combinations.flatMap((known) =>
      valuesOf(knob, context).map((value) => ({ ...known, [knob]: value })),
    );
    if (combinations.length > MAX_COMBINATIONS) return [];
  }
  return merge(
    combinations.filter((combination) => !worlds.some(({ when }) => covers(when, combination))),
    knobs,
    context,
  );
}

/** Unsafe values need no row: an SP that declares one is warned or failed by the rows of the safe ones. */
function valuesOf(knob: Knob, context: KnobValues): readonly string[] {
  return context[knob] ?? KNOBS[knob].filter((value) => !isUnsafeValue(knob, value));
}

/** Where a value is missing in every combination of the other knobs, it is told alone. */
function merge(gaps: readonly Valuation[], knobs: readonly Knob[], context: KnobValues): readonly Valuation[] {
  for (const knob of knobs) {
    const others = knobs
      .filter((other) => other !== knob)
      .reduce((size, other) => size * valuesOf(other, context).length, 1);
    const whole = valuesOf(knob, context).filter(
      (value) => gaps.filter((gap) => gap[knob] === value).length === others,
    );
    if (whole.length === 0 || knobs.length === 1) continue;
    const rest = gaps.filter((gap) => !whole.includes(gap[knob] ?? ""));
    return [...whole.map((value) => ({ [knob]: value })), ...rest];
  }
  return gaps;
}

function describe(combination: Valuation): string {
  return Object.entries(combination)
    .map(([knob, value]) => quote(`${knob}: ${value}`))
    .join(" with ");
}
