import type { Document, Element, Node } from "@xmldom/xmldom";

/** The child elements of that name, in document order. */
export function children(parent: Node, namespace: string, localName: string): Element[] {
  const found: Element[] = [];
  for (let node = parent.firstChild; node !== null; node = node.nextSibling) {
    const element = asElement(node);
    if (element?.namespaceURI === namespace && element.localName === localName) found.push(element);
  }
  return found;
}

/** The first child element of that name. */
export function child(parent: Node | undefined, namespace: string, localName: string): Element | undefined {
  return parent === undefined ? undefined : children(parent, namespace, localName)[0];
}

/** The child element that the shape of the document promises. */
export function required(parent: Node | undefined, namespace: string, localName: string): Element {
  const found = child(parent, namespace, localName);
  if (found === undefined) throw new Error(`the message has no ${localName}`);
  return found;
}

export function rootOf(document: Document): Element {
  if (document.documentElement === null) throw new Error("the document is empty");
  return document.documentElement;
}

/** An attribute's value; undefined where it is absent. */
export function attribute(element: Element | undefined, name: string): string | undefined {
  return element?.getAttribute(name) ?? undefined;
}

function asElement(node: Node): Element | undefined {
  return node.nodeType === node.ELEMENT_NODE ? (node as Element) : undefined;
}
