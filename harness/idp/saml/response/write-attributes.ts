import type { Element } from "@xmldom/xmldom";
import { NS } from "../names.ts";
import { xmlText } from "../xml/text.ts";
import type { SamlAttribute } from "./attributes.ts";

/**
 * Appends the AttributeStatement; without attributes there is none, since the schema has no empty one. The empty
 * string is an empty AttributeValue, null an empty one with xsi:nil (SAML Core 2.7.3.1.1). Values carry no xsi:type:
 * it is optional, and its prefix is lost to exclusive canonicalization.
 */
export function writeAttributes(assertion: Element, attributes: readonly SamlAttribute[]): void {
  if (attributes.length === 0) return;
  const statement = append(assertion, "AttributeStatement");
  for (const { name, nameFormat, values } of attributes) {
    const element = append(statement, "Attribute");
    element.setAttribute("Name", xmlText(name));
    element.setAttribute("NameFormat", nameFormat);
    for (const value of values) {
      const valueElement = append(element, "AttributeValue");
      if (value === null) {
        valueElement.setAttributeNS(NS.xmlns, "xmlns:xsi", NS.schemaInstance);
        valueElement.setAttributeNS(NS.schemaInstance, "xsi:nil", "true");
      } else if (value !== "") {
        valueElement.textContent = xmlText(value);
      }
    }
  }
}

function append(parent: Element, localName: string): Element {
  const document = parent.ownerDocument;
  if (document === null) throw new Error("the element stands in no document");
  const element = document.createElementNS(NS.assertion, `saml:${localName}`);
  parent.appendChild(element);
  return element;
}
