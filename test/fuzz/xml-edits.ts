import { DOMParser, XMLSerializer, type Document, type Element, type Node, type Text } from "@xmldom/xmldom";
import * as fc from "fast-check";

/** What is done to a message on its way: to its text, and to its tree, as signature wrapping does it. */

const SCRAPS = [
  "<!-- -->",
  "<![CDATA[x]]>",
  "<![CDATA[",
  "<?pi x?>",
  '<?xml version="1.0"?>',
  "<!DOCTYPE x>",
  '<!DOCTYPE x [<!ENTITY e "y">]>',
  "<!doctype x>",
  "&e;",
  "&lt;",
  "&amp;",
  "&#65;",
  "&#0;",
  "&#xD800;",
  "&#x10FFFF;",
  "&",
  "<",
  ">",
  '"',
  "'",
  "<a>",
  "</a>",
  "<a/>",
  '<a xmlns="urn:x">',
  ' xmlns=""',
  ' xmlns:saml="urn:x"',
  ' ID="_response"',
  ' ID="_assertion"',
  "\r\n",
  "\n",
  "\t",
  " ",
  "\u0000",
  "\ufeff",
  "\ufffe",
  "\u0085",
  "\u2028",
  "é",
  "eve",
  "evil.test",
  "</saml:Assertion>",
  "</saml:NameID>",
  "]]>",
  "--",
  "x:",
  ":",
  "%41",
  "+",
  "=",
] as const;

interface TextEdit {
  readonly at: number;
  readonly takes: number;
  readonly puts: readonly string[];
}

export const textEdits: fc.Arbitrary<readonly TextEdit[]> = fc.array(
  fc.record({
    at: fc.nat(10_000),
    takes: fc.oneof(fc.constant(0), fc.nat(40)),
    puts: fc.array(fc.oneof(fc.constantFrom(...SCRAPS), fc.string({ maxLength: 4 })), { maxLength: 3 }),
  }),
  { minLength: 1, maxLength: 3 },
);

export function editText(text: string, edits: readonly TextEdit[]): string {
  return edits.reduce((now, { at, takes, puts }) => {
    const from = at % (now.length + 1);
    return now.slice(0, from) + puts.join("") + now.slice(from + takes);
  }, text);
}

interface TreeEdit {
  readonly does: "remove" | "copy" | "move" | "swap" | "rename" | "attribute" | "text" | "comment" | "evil" | "wrap";
  readonly at: number;
  readonly to: number;
  readonly before: boolean;
  readonly word: string;
}

export const treeEdits: fc.Arbitrary<readonly TreeEdit[]> = fc.array(
  fc.record({
    does: fc.oneof(
      fc.constantFrom<TreeEdit["does"]>("remove", "copy", "move", "swap", "rename", "attribute", "text", "comment"),
      fc.constantFrom<TreeEdit["does"]>("comment", "evil", "wrap"),
    ),
    at: fc.nat(60),
    to: fc.nat(60),
    before: fc.boolean(),
    word: fc.constantFrom(
      "eve",
      "_assertion",
      "_response",
      "_evil",
      "Assertion",
      "Response",
      "",
      "urn:x",
      "2099-01-01T00:00:00Z",
      "https://evil.test",
    ),
  }),
  { minLength: 1, maxLength: 4 },
);

/**
 * The document with its tree changed. `evil` is the heart of signature wrapping: a copy of an element in which somebody
 * else is named, without the signature and with an ID of its own or the same, anywhere in the tree.
 */
export function editTree(xml: string, edits: readonly TreeEdit[]): string {
  const document = new DOMParser().parseFromString(xml, "text/xml");
  for (const edit of edits) {
    try {
      change(document, edit);
    } catch {
      // What no tree can be (a second root, say) stays as it was.
    }
  }
  return new XMLSerializer().serializeToString(document);
}

function change(document: Document, { does, at, to, before, word }: TreeEdit): void {
  const all = [...document.getElementsByTagName("*")];
  // Wrapping is about what is signed, comments about what is read as a text.
  const meant =
    does === "comment" ? all.filter(isText) : does === "evil" || does === "wrap" ? all.filter(isNamed) : all;
  const [one, other] = [meant[at % meant.length], all[to % all.length]];
  if (one === undefined || other === undefined) return;
  if (does === "remove") one.parentNode?.removeChild(one);
  if (does === "copy") put(other, one.cloneNode(true), before);
  if (does === "move" && !isWithin(other, one)) put(other, one, before);
  if (does === "swap") one.parentNode?.replaceChild(other.cloneNode(true), one);
  if (does === "text") one.textContent = word;
  if (does === "comment") {
    const [text] = one.childNodes;
    const half = text?.nodeValue?.length ?? 0;
    one.insertBefore(document.createComment(word), (text as Text).splitText(Math.floor(half / 2)));
  }
  if (does === "attribute") {
    const [attribute] = [...one.attributes].slice(to % Math.max(1, one.attributes.length));
    if (attribute !== undefined) one.setAttribute(attribute.name, word);
  }
  if (does === "rename") {
    const renamed = document.createElementNS(one.namespaceURI, `x:${word || "y"}`);
    while (one.firstChild !== null) renamed.appendChild(one.firstChild);
    one.parentNode?.replaceChild(renamed, one);
  }
  if (does === "wrap") wrap(one, word);
  if (does === "evil") put(other, evilTwin(one, word), before);
}

function isNamed(element: Element): boolean {
  return element.hasAttribute("ID");
}

function isText(element: Element): boolean {
  return element.childNodes.length === 1 && element.firstChild?.nodeType === 3;
}

/** Its twin takes the place of an element, with the element itself and a copy of its signature inside. */
function wrap(element: Element, id: string): void {
  const twin = evilTwin(element, id);
  const signature = [...element.getElementsByTagName("*")].find(({ localName }) => localName === "Signature");
  element.parentNode?.replaceChild(twin, element);
  twin.appendChild(element);
  if (signature !== undefined) twin.insertBefore(signature.cloneNode(true), twin.firstChild?.nextSibling ?? null);
}

function isWithin(inner: Element, outer: Element): boolean {
  for (let at: Node | null = inner; at !== null; at = at.parentNode) if (at === outer) return true;
  return false;
}

function put(beside: Element, node: Parameters<Element["insertBefore"]>[0], before: boolean): void {
  if (before && beside.firstChild !== node) beside.insertBefore(node, beside.firstChild);
  if (!before) beside.appendChild(node);
}

function evilTwin(element: Element, id: string): Element {
  const twin = element.cloneNode(true) as Element;
  for (const signature of [...twin.getElementsByTagName("*")].filter(({ localName }) => localName === "Signature"))
    signature.parentNode?.removeChild(signature);
  for (const text of [...twin.getElementsByTagName("*")].filter(
    ({ localName }) => localName === "NameID" || localName === "AttributeValue",
  ))
    text.textContent = "eve";
  if (id !== "") twin.setAttribute("ID", id);
  return twin;
}

/** Elements in each other, as deep as a parser, or what walks the tree, may not expect. */
export const depth = fc.oneof(fc.nat(200), fc.constantFrom(1_000, 5_000, 20_000, 30_000));

export function nested(levels: number): string {
  return "<a>".repeat(levels) + "</a>".repeat(levels);
}
