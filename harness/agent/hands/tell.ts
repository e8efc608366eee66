import type { Fillable, FormFacts, Miss, Pressable, Sends } from "./facts.ts";
import { selectorsFor } from "./selectors.ts";

/** What a page's own text may take of a message. */
const MOST_CHARACTERS = 60;
const MOST_NAMES = 8;

export interface Telling {
  /** Address of the page; empty where there is none. */
  readonly url: string;
  /** Whether the page has scripts, and this agent runs none. */
  readonly scriptsRest: boolean;
  /** Of CSS selectors, how many elements each matches. */
  readonly count: (selectors: readonly string[]) => Promise<readonly number[]>;
}

const BY_SCRIPT =
  "use a browser (`agent: chromium` in the target file, or --agent chromium), or write the request that the script sends (`request: POST /path`)";

export function nothingToPress(pressables: readonly Pressable[], what: string, page: Telling, linksOnly = false): Miss {
  const seen = pressables.filter(({ visible, disabled, link }) => visible && !disabled && (link || !linksOnly));
  return {
    missed: "nothing",
    told: `nothing to ${linksOnly ? "follow" : "press"} named ${quoted(what)} on ${where(page)} (${has(seen.map(nameOf))})`,
    cure: withScripts("name what is there: its text, value, name, id or a CSS selector", page),
  };
}

export function disabledToPress(what: string, page: Telling): Miss {
  const told = `what is named ${quoted(what)} on ${where(page)} is disabled`;
  return { missed: "disabled", told, cure: withScripts("fill in first what it waits for", page) };
}

export function scriptedToPress(one: Pressable, what: string, page: Telling): Miss {
  const told = `only a script does something when ${quoted(what)} (${kindOf(one)}) is pressed on ${where(page)}`;
  return { missed: "scripted", told, cure: BY_SCRIPT };
}

/** @param sends of each candidate, in their order. */
export async function severalToPress(
  candidates: readonly Pressable[],
  sends: readonly (Sends | null)[],
  what: string,
  page: Telling,
): Promise<Miss> {
  const selectors = await Promise.all(candidates.map((one) => unique(selectorsFor(one, one.value), page)));
  const list = candidates.map((one, at) => {
    const asks = sends[at] ?? null;
    const does = asks === null ? "" : ` for ${asks.method} ${pathOf(asks.url, page.url)}`;
    return `${kindOf(one)} ${quoted(nameOf(one))}${does}${inBrackets(selectors[at])}`;
  });
  return {
    missed: "several",
    told: `${quoted(what)} means ${list.length} things on ${where(page)}: ${listed(list)}`,
    cure: `say which by a CSS selector${example("press", selectors)}`,
  };
}

export function nothingToFill(fillables: readonly Fillable[], field: string, page: Telling): Miss {
  const seen = fillables.filter(({ visible, disabled }) => visible && !disabled).map(fieldName);
  return {
    missed: "nothing",
    told: `no field ${quoted(field)} on ${where(page)} (${has(seen)})`,
    cure: withScripts("name one that is there: its name, id, label, placeholder or a CSS selector", page),
  };
}

export function disabledToFill(field: string, page: Telling): Miss {
  const told = `the field ${quoted(field)} on ${where(page)} is disabled`;
  return { missed: "disabled", told, cure: withScripts("do first what it waits for", page) };
}

export async function severalToFill(
  candidates: readonly Fillable[],
  forms: readonly FormFacts[],
  field: string,
  page: Telling,
): Promise<Miss> {
  const selectors = await Promise.all(candidates.map((one) => unique(selectorsFor(one), page)));
  const list = candidates.map(({ form }, at) => {
    const facts = form === null ? undefined : forms[form];
    const owner = facts === undefined ? "no form" : `the form ${facts.method} ${pathOf(facts.url, page.url)}`;
    return `of ${owner}${inBrackets(selectors[at])}`;
  });
  return {
    missed: "several",
    told: `the field ${quoted(field)} means ${list.length} things on ${where(page)}: ${listed(list)}`,
    cure: `say which by a CSS selector${example("fill", selectors)}, or fill in another field of the same form with it`,
  };
}

export function noSuchChoice(one: Fillable, field: string, value: string, page: Telling): Miss {
  const choices = (one.choices ?? []).map(({ value: own, text }) => (text === "" ? own : text));
  return {
    missed: "choice",
    told: `the field ${quoted(field)} on ${where(page)} offers no ${quoted(value)} (${has(choices)})`,
    cure: "write one that it offers: its text or its value",
  };
}

export function nothingCame(what: string, page: Telling): Miss {
  return {
    missed: "nothing",
    told: `${quoted(what)} does not come on ${where(page)}`,
    cure: withScripts("write a text or a CSS selector that the page will show", page),
  };
}

async function unique(selectors: readonly string[], page: Telling): Promise<string | null> {
  const counts = await page.count(selectors);
  return selectors.find((_, at) => counts[at] === 1) ?? null;
}

function example(action: "press" | "fill", selectors: readonly (string | null)[]): string {
  const written = selectors.flatMap((selector) => (selector === null ? [] : [JSON.stringify(selector)])).at(-1);
  if (written === undefined) return "";
  return action === "press" ? `, such as \`press: ${written}\`` : `, such as \`fill: { ${written}: ... }\``;
}

function withScripts(cure: string, { scriptsRest }: Telling): string {
  return scriptsRest ? `${cure}; where a script of the page brings it, ${BY_SCRIPT}` : cure;
}

function kindOf({ tag, link }: Pressable): string {
  return link ? "link" : tag === "summary" ? "summary" : "button";
}

function nameOf({ text, label, value, name, id }: Pressable): string {
  return [text, label, value, name, id].find((one) => one !== "") ?? "";
}

function fieldName({ name, id, label, ariaLabel, placeholder }: Fillable): string {
  return [label, ariaLabel, name, placeholder, id].find((one) => one !== "") ?? "";
}

function has(names: readonly string[]): string {
  const distinct = [...new Set(names.filter((name) => name !== ""))];
  if (distinct.length === 0) return "it has none";
  const more = distinct.length > MOST_NAMES ? ", ..." : "";
  return `it has ${distinct.slice(0, MOST_NAMES).map(quoted).join(", ")}${more}`;
}

function listed(list: readonly string[]): string {
  return `${list.slice(0, -1).join(", ")} or ${list.at(-1) ?? ""}`;
}

function inBrackets(selector: string | null | undefined): string {
  return selector === null || selector === undefined ? "" : ` (${selector})`;
}

/** Short, on one line, and without control characters: a page wrote it. */
function quoted(text: string): string {
  return JSON.stringify(text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS - 3)}...` : text);
}

function where({ url }: Telling): string {
  return url === "" ? "no page" : `the page at ${url}`;
}

function pathOf(url: string, page: string): string {
  const parsed = URL.parse(url);
  if (parsed === null) return url;
  return parsed.origin === URL.parse(page)?.origin ? parsed.pathname + parsed.search : url;
}
