import type { Document, Element, Node } from "@xmldom/xmldom";
import { NS } from "../names.ts";
import { rootOf } from "../xml/elements.ts";
import type { Doings } from "./tamper.ts";

const XMLNS = "http://www.w3.org/2000/xmlns/";
const SCHEMA = "http://www.w3.org/2001/XMLSchema";

/** As the products of one vendor or another have it; ours are `saml` and `samlp`. */
const OTHER_PREFIXES: Prefixes = { [NS.assertion]: "saml2", [NS.protocol]: "saml2p" };
const NO_PREFIXES: Prefixes = { [NS.assertion]: "", [NS.protocol]: "" };

export const writing: Doings<"writing"> = {
  "other-prefixes": (response) => rename(response, OTHER_PREFIXES),
  "default-namespace": (response) => rename(response, NO_PREFIXES),
  // Where the schema has elements only, white space is nobody's text.
  "white-space": (response) => indent(rootOf(response), "\n"),
  // SAML Core 2.7.3.1.1: the type of a value may be written.
  "typed-values": (response) => {
    for (const value of elementsIn(response)) {
      if (value.namespaceURI !== NS.assertion || value.localName !== "AttributeValue") continue;
      if (value.hasAttributeNS(NS.schemaInstance, "nil")) continue;
      value.setAttributeNS(XMLNS, "xmlns:xs", SCHEMA);
      value.setAttributeNS(XMLNS, "xmlns:xsi", NS.schemaInstance);
      value.setAttributeNS(NS.schemaInstance, "xsi:type", "xs:string");
    }
  },
  "times-in-seconds": (response) => rewriteTimes(response, (time) => time.replace(/\.\d+Z$/, "Z")),
  "times-in-ticks": (response) => rewriteTimes(response, (time) => time.replace(/Z$/, "1234Z")),
};

/** A prefix by its namespace; the empty one is the default namespace. */
interface Prefixes {
  readonly [namespace: string]: string;
}

function rename(response: Document, prefixes: Prefixes): void {
  const root = rootOf(response);
  response.replaceChild(renamed(response, root, prefixes), root);
}

function renamed(response: Document, element: Element, prefixes: Prefixes): Element {
  const namespace = element.namespaceURI;
  const name = element.localName ?? element.nodeName;
  const known = namespace === null ? undefined : prefixes[namespace];
  const prefix = known ?? element.prefix ?? "";
  const copy = response.createElementNS(namespace, prefix === "" ? name : `${prefix}:${name}`);
  for (const { namespaceURI, nodeName, value } of element.attributes) {
    // What was declared for the old prefixes is declared by the elements' own names now.
    if (namespaceURI === XMLNS && prefixes[value] !== undefined) continue;
    copy.setAttributeNS(namespaceURI, nodeName, value);
  }
  for (const node of element.childNodes)
    copy.appendChild(isElement(node) ? renamed(response, node, prefixes) : node.cloneNode(true));
  return copy;
}

function indent(element: Element, before: string): void {
  const inner = [...element.childNodes].filter(isElement);
  const document = element.ownerDocument;
  if (inner.length === 0 || document === null) return;
  for (const one of inner) {
    element.insertBefore(document.createTextNode(`${before}  `), one);
    indent(one, `${before}  `);
  }
  element.appendChild(document.createTextNode(before));
}

const TIMES = ["IssueInstant", "AuthnInstant", "SessionNotOnOrAfter", "NotBefore", "NotOnOrAfter"];

function rewriteTimes(response: Document, change: (time: string) => string): void {
  for (const element of elementsIn(response))
    for (const name of TIMES) {
      const time = element.getAttribute(name);
      if (time !== null) element.setAttribute(name, change(time));
    }
}

function elementsIn(response: Document): readonly Element[] {
  return [...response.getElementsByTagNameNS("*", "*")];
}

function isElement(node: Node): node is Element {
  return node.nodeType === node.ELEMENT_NODE;
}
