import { DOMParser, type Element, type Node } from "@xmldom/xmldom";
import { ProtocolFault } from "../app/faults.ts";

export const PROTOCOL_NS = "urn:oasis:names:tc:SAML:2.0:protocol";
export const ASSERTION_NS = "urn:oasis:names:tc:SAML:2.0:assertion";
export const METADATA_NS = "urn:oasis:names:tc:SAML:2.0:metadata";
export const XMLENC_NS = "http://www.w3.org/2001/04/xmlenc#";
export const DSIG_NS = "http://www.w3.org/2000/09/xmldsig#";

/** The root of a well-formed document without a DTD: no SAML message needs one, and every parser differs on them. */
export function parseXml(xml: string): Element {
  if (/<!(DOCTYPE|ENTITY)/i.test(xml)) throw new ProtocolFault("The message declares a document type.");
  let root: Element | null;
  try {
    root = new DOMParser({ onError: onFault }).parseFromString(xml, "text/xml").documentElement;
  } catch (error) {
    throw new ProtocolFault("The message is not well-formed XML.", { cause: error });
  }
  if (root === null) throw new ProtocolFault("The message is empty.");
  return root;
}

function onFault(level: string, message: string): void {
  if (level !== "warning") throw new Error(message);
}

/** Child elements by namespace and local name; never descendants, which is where wrapped content hides. */
export function children(parent: Element, namespace: string, localName: string): Element[] {
  const found: Element[] = [];
  for (let node: Node | null = parent.firstChild; node !== null; node = node.nextSibling) {
    if (isElement(node) && node.namespaceURI === namespace && node.localName === localName) found.push(node);
  }
  return found;
}

export function child(parent: Element, namespace: string, localName: string): Element | undefined {
  return children(parent, namespace, localName)[0];
}

/** All text below the element: a comment in the middle does not end it. */
export function textOf(element: Element | undefined): string {
  return element?.textContent ?? "";
}

export function attributeOf(element: Element | undefined, name: string): string | null {
  return element?.hasAttribute(name) === true ? element.getAttribute(name) : null;
}

function isElement(node: Node): node is Element {
  return node.nodeType === 1;
}
