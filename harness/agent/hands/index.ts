import { choosePressable, type Board } from "./choose.ts";
import type { Fillable, Miss, Pressable } from "./facts.ts";
import { chooseFields, type Sheet } from "./fields.ts";
import * as tell from "./tell.ts";

export { formsPressed, type Board } from "./choose.ts";
export type { Fillable, FormFacts, Miss, Pressable, Sends, Standing } from "./facts.ts";
export type { Sheet } from "./fields.ts";
export { nothingCame, nothingToFill, nothingToPress, type Telling } from "./tell.ts";

/**
 * The index of what is to be pressed, or why there is none.
 * @param runsScripts whether a press on what only a script listens to does something.
 */
export async function findPressable(
  board: Board,
  what: string,
  page: tell.Telling,
  { linksOnly, runsScripts }: { readonly linksOnly: boolean; readonly runsScripts: boolean },
): Promise<number | Miss> {
  const choice = choosePressable(board, what, linksOnly);
  const one = (index: number): Pressable => board.pressables[index] as Pressable;
  if ("index" in choice) {
    const isIdle = one(choice.index).does === "script" && !runsScripts;
    return isIdle ? tell.scriptedToPress(one(choice.index), what, page) : choice.index;
  }
  const [first] = choice.among;
  if (first === undefined) return tell.nothingToPress(board.pressables, what, page, linksOnly);
  if (choice.missed === "disabled") return tell.disabledToPress(what, page);
  const among = choice.among.map(one);
  if (!runsScripts && among.every(({ does }) => does === "script")) return tell.scriptedToPress(one(first), what, page);
  return tell.severalToPress(among, choice.among.map(board.sends), what, page);
}

/** The index of each field to fill in, in the order of the names, or why one is none. */
export async function findFields(
  sheet: Sheet,
  fields: { readonly [field: string]: string },
  page: tell.Telling,
): Promise<readonly number[] | Miss> {
  const names = Object.keys(fields);
  const choice = chooseFields(sheet, names);
  const one = (index: number): Fillable => sheet.fillables[index] as Fillable;
  if (!("indexes" in choice)) {
    const { field, among, missed } = choice;
    if (missed === "nothing") return tell.nothingToFill(sheet.fillables, field, page);
    if (missed === "disabled") return tell.disabledToFill(field, page);
    return tell.severalToFill(among.map(one), sheet.forms, field, page);
  }
  for (const [at, index] of choice.indexes.entries()) {
    const [field, value] = [names[at] ?? "", fields[names[at] ?? ""] ?? ""];
    const { choices } = one(index);
    if (choices !== null && !choices.some((choice) => choice.value === value || choice.text === value))
      return tell.noSuchChoice(one(index), field, value, page);
  }
  return choice.indexes;
}
