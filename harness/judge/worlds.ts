import {
  applies,
  covers,
  describeWhen,
  isUnsafeValue,
  knobsOf,
  undeclaredPart,
  type Expect,
  type Knob,
  type KnobValues,
  type Policy,
  type Valuation,
  type World,
} from "../scenario/model/index.ts";
import type { Leaning } from "./agreement.ts";
import { judgeExpectation } from "./expectations/index.ts";
import { worstHarm } from "./harm.ts";
import { judgeMootRow, within } from "./moot.ts";
import { isClean, type Ruling } from "./ruling.ts";
import type { Scene } from "./scene.ts";
import { RESTS_ON_POLICY, type UnsafeSeen } from "./verdict.ts";
import { declarations, isUnsafe, valuations, withoutUnsafe } from "./valuations.ts";

export interface Terms {
  readonly declared: Policy;
  /** An undeclared knob that is seen to hold an unsafe value fails the check. */
  readonly strictPolicy: boolean;
}

interface Row {
  readonly world: World;
  /** The undeclared part of its `when`: what a verdict on it rests on. */
  readonly part: KnobValues;
  readonly rulings: readonly Ruling[];
}

/** Every ruling of an expectation, its table included. */
function judgeExpect(expect: Expect, scene: Scene, terms: Terms): readonly Ruling[] {
  const moot = judgeMootRow(expect, scene);
  if (moot !== null) return [moot];
  return [
    ...expect.all.flatMap((expectation) => judgeExpectation(expectation, scene)),
    ...(expect.one_of.length === 0 ? [] : [judgeWorlds(expect.one_of, within(expect, scene), terms)]),
  ];
}

/** What was expected and holds: the expectation itself and the rows of its tables. */
export function holding(expect: Expect, scene: Scene, terms: Terms): readonly Expect[] {
  const rows = expect.one_of.filter(
    (world) => applies(world.when, terms.declared) && judgeExpect(world, within(expect, scene), terms).every(isClean),
  );
  return [expect, ...rows.flatMap((world) => holding(world, within(expect, scene), terms))];
}

/** What the table of an expectation says of the policy that is not declared; null where none of its rows holds. */
export function leaning(expect: Expect, scene: Scene, terms: Terms): Leaning | null {
  const rows = expect.one_of
    .filter(({ when }) => applies(when, terms.declared))
    .map((world) => judgeRow(world, within(expect, scene), terms));
  const good = rows.filter(({ rulings }) => rulings.every((ruling) => isClean(ruling) || isHidden(ruling)));
  if (good.length === 0) return null;
  const doubt = good.find(({ world }) => world.doubt !== undefined)?.world.doubt;
  const partsOf = (some: readonly Row[]) => some.map(({ part }) => part);
  const told = { rows: partsOf(rows), good: partsOf(good) };
  const sure = good.filter(({ world }) => world.doubt === undefined);
  return doubt === undefined ? told : { ...told, sure: partsOf(sure), doubt };
}

/**
 * A table of lawful alternatives: declared knobs select its rows, and at least one of those must hold. Where the
 * rows that hold leave some values of an undeclared knob out, the verdict rests on that knob: it is observed.
 */
export function judgeWorlds(worlds: readonly World[], scene: Scene, terms: Terms): Ruling {
  const rows = worlds.filter(({ when }) => applies(when, terms.declared)).map((world) => judgeRow(world, scene, terms));
  const safe = withoutUnsafe(terms.declared);
  if (rows.length === 0 && safe !== terms.declared) return judgeWorlds(worlds, scene, { ...terms, declared: safe });
  if (rows.length === 0) {
    const policy = [...new Set(worlds.flatMap(({ when }) => knobsOf(when)))].map(
      (knob) => `${knob}=${terms.declared[knob] ?? "?"}`,
    );
    return {
      held: "error",
      expected: "a row for the declared policy",
      actual: `the table has none for ${policy.join(", ")}`,
    };
  }
  const good = rows.filter(({ rulings }) => rulings.every(isClean));
  if (good.length > 0) return someHold(rows, good, terms);
  const none = noneHolds(rows);
  const isDeclared = worlds.some(({ when }) => knobsOf(when).some((knob) => terms.declared[knob] !== undefined));
  return none.held === "not_held" && isDeclared ? { ...none, grave: true } : none;
}

function judgeRow(world: World, scene: Scene, terms: Terms): Row {
  return { world, part: undeclaredPart(world.when, terms.declared), rulings: judgeExpect(world, scene, terms) };
}

function isHidden({ held }: Ruling): boolean {
  return held === "unobservable";
}

/** A row of which what can be seen holds, and something cannot be seen: it may be true. */
function isHopeful({ rulings }: Row): boolean {
  return rulings.some(isHidden) && rulings.every((ruling) => isClean(ruling) || isHidden(ruling));
}

function hiddenIn(rows: readonly Row[], prefix = ""): Ruling {
  const hidden = rows.flatMap(({ rulings }) => rulings.filter(isHidden));
  const notes = [...new Set(hidden.map(({ note }) => note ?? ""))].join("; ");
  const unseen = [
    ...new Map(hidden.flatMap((one) => one.unseen ?? []).map((one) => [JSON.stringify(one), one])).values(),
  ];
  return { held: "unobservable", ...differences(hidden), note: `${prefix}${notes}`, unseen };
}

/** Held, and not as it should be: a refusal that shows a crash. */
function isClumsy({ held, verdict }: Ruling): boolean {
  return held === "held" && verdict === "warned";
}

function missed({ rulings }: Row): readonly Ruling[] {
  return rulings.filter((ruling) => !isClean(ruling));
}

/** The row that comes nearest is the one with the fewest differences; of equals, the first. */
function noneHolds(rows: readonly Row[]): Ruling {
  const hopeful = rows.find(isHopeful);
  if (hopeful !== undefined) return hiddenIn([hopeful]);
  const excused = rows.find(({ rulings }) => rulings.every((ruling) => isClean(ruling) || ruling.excused === true));
  if (excused !== undefined) {
    const [first] = missed(excused);
    return {
      held: "not_held",
      ...differences(missed(excused)),
      ...(first?.note === undefined ? {} : { note: first.note }),
      excused: true,
    };
  }
  const clumsy = rows.find(({ rulings }) => rulings.every((ruling) => isClean(ruling) || isClumsy(ruling)));
  if (clumsy !== undefined)
    return { ...missed(clumsy)[0], held: "held", ...differences(missed(clumsy)), verdict: "warned" };
  const broken = rows.flatMap(({ rulings }) => rulings).find(({ held }) => held === "error");
  if (broken !== undefined) return broken;
  const nearest = rows.reduce((best, row) => (missed(row).length < missed(best).length ? row : best));
  const when = describeWhen(nearest.world.when);
  const which =
    when === "" ? "no lawful row holds; this is the nearest" : `no lawful row holds; the nearest is ${when}`;
  // What one row admits, though another thing of it is missed, is no harm.
  const harmed = rows.every((row) => missed(row).some(({ harm }) => harm !== undefined));
  return {
    held: "not_held",
    ...differences(missed(nearest)),
    ...(rows.length === 1 && when === "" ? {} : { note: which }),
    signs: missed(nearest).flatMap(({ signs = [] }) => signs),
    ...(harmed ? { harm: worstHarm(missed(nearest).map(({ harm }) => harm)) } : {}),
    ...(rows.every((row) => missed(row).some(({ grave }) => grave === true)) ? { grave: true } : {}),
  };
}

/** The dangers that some of these combinations hold: any of them may be what was seen. */
function dangersIn(consistent: readonly Valuation[]): readonly UnsafeSeen[] {
  const pairs = consistent.flatMap((valuation) =>
    (Object.keys(valuation) as Knob[]).flatMap((knob) => {
      const value = valuation[knob];
      return value !== undefined && isUnsafeValue(knob, value) ? [{ knob, value }] : [];
    }),
  );
  return [...new Set(pairs.map(({ knob }) => knob))].map((knob) => ({
    knob,
    values: [...new Set(pairs.flatMap((pair) => (pair.knob === knob ? [pair.value] : [])))],
  }));
}

function differences(rulings: readonly Ruling[]): Pick<Ruling, "expected" | "actual"> {
  const join = (texts: readonly string[]) => [...new Set(texts)].join("; ");
  return { expected: join(rulings.map(({ expected }) => expected)), actual: join(rulings.map(({ actual }) => actual)) };
}

function someHold(rows: readonly Row[], good: readonly Row[], { strictPolicy }: Terms): Ruling {
  const first = good[0];
  const seen = first === undefined ? { expected: "", actual: "" } : differences(first.rulings);
  const knobs: readonly Knob[] = [...new Set(rows.flatMap(({ part }) => knobsOf(part)))];
  if (knobs.length === 0) return { held: "held", ...seen };
  const possible = valuations(knobs).filter((valuation) => rows.some(({ part }) => covers(part, valuation)));
  const consistent = possible.filter((valuation) => good.some(({ part }) => covers(part, valuation)));
  if (consistent.length === possible.length) return { held: "held", ...seen };
  // A row that cannot be seen whole may be true as well: to name another would be a guess.
  const open = possible.filter((valuation) => !consistent.includes(valuation));
  const hopeful = rows.filter((row) => isHopeful(row) && open.some((valuation) => covers(row.part, valuation)));
  if (hopeful.length > 0) return hiddenIn(hopeful, `${knobs.join(", ")} cannot be told: `);
  const lines = [...new Set(good.flatMap(({ part }) => declarations(part)))];
  const unsafe = consistent.every(isUnsafe);
  const doubts = good.map(({ world }) => world.doubt);
  const unless = doubts.every((doubt) => doubt !== undefined) ? `, unless ${doubts[0] ?? ""}` : "";
  const note = `${unsafe ? "an unsafe policy was seen" : RESTS_ON_POLICY}; declare ${lines.join(" or ")}${unless}`;
  if (!unsafe) return { held: "held", ...seen, note, verdict: "observed" };
  return { held: "held", ...seen, note, verdict: strictPolicy ? "failed" : "warned", unsafe: dangersIn(consistent) };
}
