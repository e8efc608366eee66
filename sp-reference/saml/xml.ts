import { DOMParser, type Element, type Node } from "@xmldom/xmldom";
import { ProtocolFault } from "../app/faults.ts";

export const PROTOCOL_NS = "urn:oasis:names:tc:SAML:2.0:protocol";
export const ASSERTION_NS = "urn:oasis:names:tc:SAML:2.0:assertion";
export const METADATA_NS = "urn:oasis:names:tc:SAML:2.0:metadata";
export const XMLENC_NS = "http://www.w3.org/2001/04/xmlenc#";
export const DSIG_NS = "http://www.w3.org/2000/09/xmldsig#";

/** No SAML message is half as deep; what reads a tree below may call itself once for each level. */
const MAX_DEPTH = 100;

/**
 * The root of a well-formed document without a DTD, nested no deeper than a message is: no SAML message needs one, and
 * every parser differs on them.
 */
export function parseXml(xml: string): Element {
  if (/<!(DOCTYPE|ENTITY)/i.test(xml)) throw new ProtocolFault("The message declares a document type.");
  let root: Element | null;
  try {
    root = new DOMParser({ onError: onFault }).parseFromString(xml, "text/xml").documentElement;
  } catch (error) {
    throw new ProtocolFault("The message is not well-formed XML.", { cause: error });
  }
  if (root === null) throw new ProtocolFault("The message is empty.");
  if (isTooDeep(root)) throw new ProtocolFault("The message is nested too deeply.");
  return root;
}

/** In the order of the document, without calling itself. */
function isTooDeep(root: Element): boolean {
  let depth = 1;
  for (let node: Node | null = root; node !== null;) {
    if (node.firstChild !== null) {
      if (++depth > MAX_DEPTH) return true;
      node = node.firstChild;
      continue;
    }
    while (node !== null && node !== root && node.nextSibling === null) {
      node = node.parentNode;
      depth -= 1;
    }
    node = node === null || node === root ? null : node.nextSibling;
  }
  return false;
}

function onFault(level: string, message: string): void {
  if (level !== "warning") throw new Error(message);
}

/** Child elements by namespace and local name; never descendants, which is where wrapped content hides. */
export function children(parent: Element, namespace: string, localName: string): Element[] {
  return elements(parent).filter((element) => element.namespaceURI === namespace && element.localName === localName);
}

/** Child elements of any name. */
export function elements(parent: Element): Element[] {
  const found: Element[] = [];
  for (let node: Node | null = parent.firstChild; node !== null; node = node.nextSibling)
    if (isElement(node)) found.push(node);
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
