import { formOf, isButton, isDisabled, isSubmitter, valueOf } from "./controls.ts";
import { attribute, closest, find, findAll, isVisible, visibleText, type Document, type Element } from "./dom.ts";
import type { LoadedPage } from "./page.ts";

/**
 * The button or link that a person means by a word: what is written on it, else its value, name, id, aria-label, else
 * a CSS selector. Only what a press does something to counts.
 */
export function pressable(page: LoadedPage & { readonly document: Document }, what: string): Element | null {
  const { document } = page;
  const able = findAll(document, "button, input, a[href], area[href]").filter((one) => isAble(document, one));
  const seen = able.filter(isVisible);
  const word = what.replace(/\s+/g, " ").trim();
  const reads: readonly ((element: Element) => string | null)[] = [
    (one) => (one.name === "input" ? valueOf(one, page.filled) : visibleText(one)),
    (one) => attribute(one, "value"),
    (one) => attribute(one, "name"),
    (one) => attribute(one, "id"),
    (one) => attribute(one, "aria-label"),
  ];
  for (const read of reads) {
    const match = seen.find((one) => read(one)?.trim() === word);
    if (match !== undefined) return match;
  }
  const selected = find(document, what);
  const around = selected === null ? null : closest(selected, "button", "input", "a", "area");
  return around !== null && able.includes(around) ? around : null;
}

function isAble(document: Document, element: Element): boolean {
  if (!isButton(element)) return element.name === "a" || element.name === "area";
  return isSubmitter(element) && !isDisabled(element) && formOf(document, element) !== null;
}
