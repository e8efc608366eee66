import {
  findFields,
  findPressable,
  formsPressed,
  nothingCame,
  nothingToFill,
  nothingToPress,
  type Fillable,
  type FormFacts,
  type Miss,
  type Pressable,
  type Sends,
  type Telling,
} from "../hands/index.ts";
import type { Tab } from "./tab.ts";

interface BoardFacts {
  readonly pressables: readonly Pressable[];
  readonly selected: readonly number[];
  readonly sends: readonly (Sends | null)[];
}

interface SheetFacts {
  readonly fillables: readonly Fillable[];
  readonly forms: readonly FormFacts[];
  /** For each name that is looked for. */
  readonly selected: readonly (readonly number[])[];
  /** For what is pressed next. */
  readonly pressables: readonly Pressable[];
}

/** Where a mouse would have to click. */
interface Aim {
  readonly x: number;
  readonly y: number;
  readonly reachable: boolean;
  /** Whether the browser goes somewhere by itself when it is pressed. */
  readonly follows: boolean;
}

/** A page whose scripts move things about is looked at again so many times. */
const LOOKS = 3;

/** Finds what is to be pressed, and where. `click`: presses it where no mouse can reach it. */
export async function aimAt(
  tab: Tab,
  url: string,
  what: string,
  linksOnly: boolean,
): Promise<(Aim & { click(): Promise<void> }) | Miss> {
  const telling = tellingOf(tab, url);
  if (url === "") return nothingToPress([], what, telling);
  let miss: Miss | null = null;
  for (let look = 0; look < LOOKS; look++) {
    const { pressables, selected, sends } = await tab.call<BoardFacts>("board", [what]);
    const board = { pressables, selected, sends: (index: number) => sends[index] ?? null };
    const found = await findPressable(board, what, telling, { linksOnly, runsScripts: true });
    if (typeof found !== "number") return found;
    const { tag, text, id, name } = pressables[found] as Pressable;
    const chosen = [what, found, [tag, text, id, name].join("\n")];
    const aim = await tab.call<Aim | null>("aim", chosen);
    if (aim !== null) return { ...aim, click: () => tab.call<void>("click", chosen, true) };
    miss = nothingToPress(pressables, what, telling);
  }
  return miss ?? nothingToPress([], what, telling);
}

export async function fillIn(
  tab: Tab,
  url: string,
  fields: { readonly [field: string]: string },
  next: string | undefined,
): Promise<Miss | null> {
  const names = Object.keys(fields);
  const telling = tellingOf(tab, url);
  if (url === "") return nothingToFill([], names[0] ?? "", telling);
  const { fillables, forms, selected, pressables } = await tab.call<SheetFacts>("sheet", [names, next ?? null]);
  const pressed = next === undefined ? new Set<number>() : formsPressed(pressables, next);
  const sheet = { fillables, forms, pressed, selected: (name: string) => selected[names.indexOf(name)] ?? [] };
  const found = await findFields(sheet, fields, telling);
  if ("missed" in found) return found;
  for (const [nth, value] of Object.values(fields).entries()) await tab.call("fill", [found[nth], value], true);
  return null;
}

export function cameNot(tab: Tab, url: string, what: string): Miss {
  return nothingCame(what, tellingOf(tab, url));
}

function tellingOf(tab: Tab, url: string): Telling {
  return {
    url,
    scriptsRest: false,
    count: (selectors) => tab.call<readonly number[]>("count", [selectors]),
  };
}
