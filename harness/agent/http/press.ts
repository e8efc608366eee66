import { own } from "../../own.ts";
import type { Board, Pressable, Sends, Standing } from "../hands/index.ts";
import { formOf, isButton, isDisabled, isSubmitter, typeOf, valueOf } from "./controls.ts";
import { attribute, closest, findAll, findSelected, isVisible, isWithin, visibleText } from "./dom.ts";
import type { Document, Element } from "./dom.ts";
import type { LoadedPage } from "./page.ts";
import { actionOf, entriesOf, methodOf, submissionOf } from "./submission.ts";
import { toggleOf } from "./toggle.ts";

export type HtmlPage = LoadedPage & { readonly document: Document };

const PRESSABLE =
  "button, input[type=submit i], input[type=button i], input[type=image i], input[type=reset i], a[href], area[href], summary, [role=button], [role=link], [role=menuitem], [onclick]";

/** What can be pressed on a page, and the elements themselves, in the order of the page. */
export function boardOf(page: HtmlPage, what: string): Board & { readonly elements: readonly Element[] } {
  const { document } = page;
  const elements = findAll(document, PRESSABLE);
  const filled = filledForms(page);
  const selected = findSelected(document, what).flatMap((match) => {
    const around = elements.filter((one) => one === match || isWithin(match, one));
    // The innermost stands last in the order of the page.
    return around.length === 0 ? [] : [elements.indexOf(around.at(-1) as Element)];
  });
  return {
    elements,
    pressables: elements.map((element, index) => factsOf(page, element, holdsOf(elements, index), filled)),
    selected: [...new Set(selected)],
    sends: (index) => sendsOf(page, elements[index] as Element),
  };
}

/** What stands in an element follows it in the order of the page, one after the other. */
function holdsOf(elements: readonly Element[], index: number): readonly number[] {
  const outer = elements[index] as Element;
  const held: number[] = [];
  for (let at = index + 1; at < elements.length && isWithin(elements[at] as Element, outer); at++) held.push(at);
  return held;
}

/** The forms that a person has begun to fill in. */
export function filledForms({ document, filled }: HtmlPage): ReadonlySet<Element> {
  const controls = [...filled.values.keys(), ...filled.checked.keys()];
  return new Set(controls.flatMap((control) => formOf(document, control) ?? []));
}

function factsOf(page: HtmlPage, element: Element, holds: readonly number[], filled: ReadonlySet<Element>): Pressable {
  const { document } = page;
  const form = isButton(element) ? formOf(document, element) : null;
  const role = attribute(element, "role");
  return {
    tag: element.name,
    link: element.name === "a" || element.name === "area" || role === "link",
    visible: isVisible(element),
    disabled: isButton(element) && isDisabled(element),
    text: textOf(element, page),
    label: accessibleName(document, element),
    value: attribute(element, "value") ?? "",
    name: attribute(element, "name") ?? "",
    id: attribute(element, "id") ?? "",
    title: attribute(element, "title") ?? "",
    does: doesOf(page, element, form),
    filled: form !== null && filled.has(form),
    form: form === null ? null : findAll(document, "form").indexOf(form),
    holds,
    place: standingOf(document, element),
  };
}

const UNWRITTEN: { readonly [type: string]: string } = { submit: "Submit", reset: "Reset" };

/** What is written on it; a picture has words of its own, and some buttons have words without being given any. */
function textOf(element: Element, { filled }: HtmlPage): string {
  const type = typeOf(element);
  if (element.name === "input") {
    if (type === "image") return attribute(element, "alt") ?? "";
    return valueOf(element, filled) || own(UNWRITTEN, type) || "";
  }
  const written = visibleText(element);
  if (written !== "") return written;
  const pictures = findAll(element, "img[alt], svg title");
  return pictures
    .map((one) => (one.name === "img" ? (attribute(one, "alt") ?? "") : visibleText(one)))
    .join(" ")
    .trim();
}

function accessibleName(document: Document, element: Element): string {
  const ids = (attribute(element, "aria-labelledby") ?? "").split(/\s+/).filter((id) => id !== "");
  const all = ids.length === 0 ? [] : findAll(document, "[id]");
  const referred = ids.flatMap((id) => all.find((one) => attribute(one, "id") === id) ?? []);
  return referred.map((one) => visibleText(one)).join(" ") || (attribute(element, "aria-label") ?? "");
}

/** Links that a library of the page turns into another request than a link sends. */
const METHODS = ["data-method", "data-turbo-method"];

function doesOf(page: HtmlPage, element: Element, form: Element | null): Pressable["does"] {
  if (toggleOf(page.document, element) !== null) return "here";
  if (isButton(element)) {
    if (form === null) return "script";
    if (typeOf(element) === "reset") return "reset";
    return isSubmitter(element) && !isSentByScript(page, element, form) ? "submit" : "script";
  }
  const href = attribute(element, "href")?.trim();
  if (href === undefined || (element.name !== "a" && element.name !== "area")) return "script";
  const byOther = METHODS.some((name) => (attribute(element, name) ?? "get").toLowerCase() !== "get");
  if (byOther || href === "#" || href === "#!" || /^javascript:/i.test(href)) return "script";
  const url = URL.parse(href, page.base);
  return url !== null && url.hash !== "" && sameDocument(url, page.address) ? "here" : "go";
}

/** A form that says neither where nor how it is sent, on a page with scripts, is not sent by the browser. */
function isSentByScript({ document }: HtmlPage, submitter: Element, form: Element): boolean {
  const own = ["action", "method"].every((name) => attribute(form, name) === null);
  const given = ["formaction", "formmethod"].some((name) => attribute(submitter, name) !== null);
  return own && !given && hasScripts(document);
}

export function hasScripts(document: Document): boolean {
  return findAll(document, "script:not([type*=json])").length > 0;
}

function sendsOf(page: HtmlPage, element: Element): Sends | null {
  const { document, address, base, filled } = page;
  const form = isButton(element) ? formOf(document, element) : null;
  const does = doesOf(page, element, form);
  if (does === "submit" && form !== null) {
    const entries = entriesOf(document, form, element, filled);
    const submission = submissionOf(form, element, entries, address, base);
    if (submission === null) return null;
    const { method, url } = submission;
    return { method, url: url.href, entries: method === "GET" ? [] : entries };
  }
  const href = attribute(element, "href")?.trim() ?? "";
  const url = does === "go" || does === "here" ? URL.parse(href, base) : null;
  return url === null || href === "" ? null : { method: "GET", url: url.href, entries: [] };
}

export function standingOf(document: Document, element: Element): Standing {
  const form = formOf(document, element);
  return {
    landmark: closest(element, "nav", "header", "main", "footer", "aside", "dialog")?.name ?? "",
    href: attribute(element, "href") ?? "",
    form: form === null ? null : { id: attribute(form, "id") ?? "", action: attribute(form, "action") },
  };
}

function sameDocument(one: URL, other: URL): boolean {
  return one.origin === other.origin && one.pathname === other.pathname && one.search === other.search;
}

/** Address and method alone. */
export function targetOf(
  form: Element,
  { address, base }: HtmlPage,
): { readonly method: string; readonly url: string } {
  return { method: methodOf(form, null), url: (actionOf(form, null, address, base) ?? address).href };
}
