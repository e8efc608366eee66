import { selectAll, selectOne } from "css-select";
import { Parser } from "parse5";
import { adapter, type Htmlparser2TreeAdapterMap } from "parse5-htmlparser2-tree-adapter";

/** Parsing and walking HTML. The tree is parse5's, in the shape that css-select reads. */

export type Element = Htmlparser2TreeAdapterMap["element"];
export type Document = Htmlparser2TreeAdapterMap["document"];
type Node = Htmlparser2TreeAdapterMap["node"];

/** Browsers nest elements 512 deep and no deeper; so many also keep every walk off the end of the stack. */
const MAX_DEPTH = 512;

const CONTROLS = new Set(["input", "select", "textarea", "button"]);

class TooDeep extends Error {}

/** Controls of forms that the parser closed early, as it does in tables: they belong to the form all the same. */
const owners = new WeakMap<Element, Element>();

/** The form that the parser gave a control to (HTML section 4.10.18.3), whether or not it stands around it. */
export function parsedOwner(control: Element): Element | null {
  return owners.get(control) ?? closest(control, "form");
}

/** Never throws: of a page that nests too deeply, what came before is kept. Scripting counts as on, so `<noscript>` holds text. */
export function parseHtml(html: string): Document {
  let depth = 0;
  let document: Document | null = null;
  const bounded: typeof adapter = {
    ...adapter,
    createDocument: () => (document = adapter.createDocument()),
    onElementCreated: (element, { formElement, isInTemplate }) => {
      if (formElement !== null && !isInTemplate && CONTROLS.has(element.name)) owners.set(element, formElement);
    },
    onItemPush: () => {
      depth += 1;
      if (depth > MAX_DEPTH) throw new TooDeep();
    },
    onItemPop: () => {
      depth -= 1;
    },
  };
  try {
    return Parser.parse(html, { treeAdapter: bounded });
  } catch (error) {
    if (error instanceof TooDeep && document !== null) return document;
    throw error;
  }
}

/** The first element that matches; null where none does or the selector is not one. */
export function find(root: Document | Element, selector: string): Element | null {
  try {
    return selectOne<Node, Element>(selector, root);
  } catch {
    return null;
  }
}

/** What was found in whole pages: elements never change their place, and a page may have ten thousand forms. */
const found = new WeakMap<object, Map<string, Element[]>>();

/** `selector` is the agent's own and valid, and asks for nothing that a press changes (`open`). */
export function findAll(root: Document | Element, selector: string): readonly Element[] {
  if ("attribs" in root) return selectAll<Node, Element>(selector, root);
  const known = found.get(root) ?? new Map<string, Element[]>();
  found.set(root, known);
  const elements = known.get(selector) ?? selectAll<Node, Element>(selector, root);
  known.set(selector, elements);
  return elements;
}

export function attribute(element: Element, name: string): string | null {
  return element.attribs[name] ?? null;
}

/** Every element that matches; none where the selector is not one. */
export function findSelected(root: Document | Element, selector: string): Element[] {
  try {
    return selectAll<Node, Element>(selector, root);
  } catch {
    return [];
  }
}

/** Whether one element stands within another. */
export function isWithin(element: Element, outer: Element): boolean {
  for (let at: Node | null = element.parent; at !== null; at = at.parent) if (at === outer) return true;
  return false;
}

/** The element itself or its nearest ancestor with one of these names. */
export function closest(element: Element, ...names: readonly string[]): Element | null {
  for (let at: Node | null = element; at !== null; at = at.parent) {
    if (isElement(at) && names.includes(at.name)) return at;
  }
  return null;
}

function isElement(node: Node): node is Element {
  return "attribs" in node;
}

/** All text in the element, scripts included; for elements whose content is text. */
export function rawText(element: Element): string {
  return collect(element, () => true, "");
}

/** What of the element a person can read, white space collapsed; `without`: names of elements that are left out. */
export function visibleText(root: Document | Element, without: readonly string[] = []): string {
  const enter = (element: Element) => isShown(element) && !without.includes(element.name);
  return collect(root, enter, " ").replace(/\s+/g, " ").trim();
}

const UNSEEN = new Set(["script", "style", "noscript", "template", "head", "title", "datalist", "iframe", "object"]);
/** Text on the two sides of these does not touch. */
const INLINE = new Set([
  "a",
  "abbr",
  "b",
  "bdi",
  "cite",
  "code",
  "em",
  "font",
  "i",
  "kbd",
  "mark",
  "q",
  "s",
  "small",
  "span",
  "strong",
  "sub",
  "sup",
  "u",
  "var",
  "wbr",
]);

/** Popovers that were opened: nothing in the page's text says so. */
const popovers = new WeakSet<Element>();

export function showPopover(element: Element, show: boolean): void {
  if (show) popovers.add(element);
  else popovers.delete(element);
}

export function isPopoverShown(element: Element): boolean {
  return popovers.has(element);
}

/** Of a `<details>` that is closed only its first summary is there to be seen. */
function isFolded(node: Node): boolean {
  const { parent } = node;
  if (parent === null || !isElement(parent) || parent.name !== "details" || "open" in parent.attribs) return false;
  return node !== parent.children.find((child) => isElement(child) && child.name === "summary");
}

/** Judged by the element alone; style sheets are not read. */
function isShown(element: Element): boolean {
  if (UNSEEN.has(element.name) || "hidden" in element.attribs || isFolded(element)) return false;
  if (element.name === "dialog" && !("open" in element.attribs)) return false;
  if ("popover" in element.attribs && !popovers.has(element)) return false;
  if (element.name === "input" && element.attribs["type"]?.toLowerCase() === "hidden") return false;
  return !/(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)/i.test(element.attribs["style"] ?? "");
}

/** Whether the element and everything around it is shown. */
export function isVisible(element: Element): boolean {
  for (let at: Node | null = element; at !== null; at = at.parent) if (isElement(at) && !isShown(at)) return false;
  return true;
}

function collect(root: Document | Element, enter: (element: Element) => boolean, between: string): string {
  const parts: string[] = [];
  const walk = (node: Node): void => {
    const type: string = node.type;
    if (type === "text" && "data" in node && !(between !== "" && isFolded(node))) parts.push(node.data);
    if (isElement(node) && !enter(node)) return;
    if (!("children" in node)) return;
    const gap = between !== "" && isElement(node) && !INLINE.has(node.name);
    if (gap) parts.push(between);
    for (const child of node.children) walk(child);
    if (gap) parts.push(between);
  };
  // The root is what was asked for, so it is entered whatever it is.
  for (const child of root.children) walk(child);
  return parts.join("");
}
