import { keyOf, type Fillable, type FormFacts } from "./facts.ts";
import { collapsed, loose } from "./words.ts";

/** What can be filled in on a page. */
export interface Sheet {
  readonly fillables: readonly Fillable[];
  readonly forms: readonly FormFacts[];
  /** Those that a CSS selector matches. */
  readonly selected: (selector: string) => readonly number[];
  /** The forms that are sent by what is pressed next, where that is known. */
  readonly pressed: ReadonlySet<number>;
}

/** Which field each name means, or the first name of which that cannot be told. */
export type Filling =
  | { readonly indexes: readonly number[] }
  | { readonly field: string; readonly missed: "nothing" | "several" | "disabled"; readonly among: readonly number[] };

type Reads = (one: Fillable) => readonly string[];

const EXACT: readonly Reads[] = [
  ({ name }) => [name],
  ({ id }) => [id],
  ({ label, ariaLabel }) => [collapsed(label), collapsed(ariaLabel)],
  ({ placeholder }) => [collapsed(placeholder)],
];

/**
 * All fields of one `fill` belong together: of several forms that have such a field the one is meant that has them all,
 * that was begun already, or that is sent by what is pressed next. Forms that are sent alike are one.
 */
export function chooseFields(sheet: Sheet, names: readonly string[]): Filling {
  const all = names.map((name) => ({ name, found: candidates(sheet, name) }));
  for (const { name, found } of all) {
    if (found.every((index) => sheet.fillables[index]?.disabled === true))
      return { field: name, missed: found.length === 0 ? "nothing" : "disabled", among: found };
  }
  const homes = all.map(({ name, found }) => ({ name, homes: byHome(sheet, found) }));
  const shared = [...(homes[0]?.homes.keys() ?? [])].filter((home) => homes.every((one) => one.homes.has(home)));
  const indexes: number[] = [];
  for (const { name, homes: own } of homes) {
    const possible = narrowed(sheet, shared.length > 0 ? shared : [...own.keys()], own);
    const index = possible.length === 1 ? own.get(possible[0] ?? "") : undefined;
    if (index === undefined)
      return { field: name, missed: "several", among: possible.flatMap((home) => own.get(home) ?? []) };
    indexes.push(index);
  }
  return { indexes };
}

/** By name, id, label and placeholder, then by the words of a label alone, then by a CSS selector; seen before hidden. */
function candidates({ fillables, selected }: Sheet, field: string): readonly number[] {
  const wanted = collapsed(field);
  const all = fillables.map((_, index) => index);
  const tiers = [
    ...EXACT.map((reads) => (one: Fillable) => reads(one).some((name) => name !== "" && name === wanted)),
    ({ label, ariaLabel, placeholder }: Fillable) =>
      loose(wanted) !== "" && [label, ariaLabel, placeholder].some((name) => loose(name) === loose(wanted)),
  ];
  for (const matches of tiers) {
    const found = all.filter((index) => matches(fillables[index] as Fillable));
    if (found.length > 0) return preferred(fillables, found);
  }
  return preferred(fillables, selected(field));
}

function preferred(fillables: readonly Fillable[], found: readonly number[]): readonly number[] {
  const able = found.filter((index) => fillables[index]?.disabled === false);
  const seen = able.filter((index) => fillables[index]?.visible === true);
  return seen.length > 0 ? seen : able.length > 0 ? able : found;
}

/** Form -> its first such field; a field without a form stands alone, but radio buttons of one name are one. */
function byHome({ fillables, forms }: Sheet, found: readonly number[]): ReadonlyMap<string, number> {
  const homes = new Map<string, number>();
  for (const index of found) {
    const { form, type, name, disabled } = fillables[index] as Fillable;
    if (disabled) continue;
    const alone = type === "radio" ? `radio ${name}` : `field ${index}`;
    const home = form === null ? alone : (keyOf(forms[form] ?? null) ?? `form ${form}`);
    if (!homes.has(home)) homes.set(home, index);
  }
  return homes;
}

function narrowed({ fillables, forms, pressed }: Sheet, homes: readonly string[], own: ReadonlyMap<string, number>) {
  if (homes.length < 2) return homes;
  const formOf = (home: string): number => fillables[own.get(home) ?? -1]?.form ?? -1;
  const filled = homes.filter((home) => forms[formOf(home)]?.filled === true);
  if (filled.length > 0) return filled;
  const sent = homes.filter((home) => pressed.has(formOf(home)));
  return sent.length > 0 ? sent : homes;
}
