import type { Document, Element } from "@xmldom/xmldom";
import type { SamlSpec } from "../../port.ts";
import { NS } from "../names.ts";
import { keyAttributes } from "../response/attributes.ts";
import { child, children, required, rootOf } from "../xml/elements.ts";

/** Where a Response says who the person is. */
export interface SubjectParts {
  readonly subject: Element;
  readonly nameIds: readonly Element[];
  readonly statement: Element | undefined;
  /** Attributes that carry the key that the SP declared. */
  readonly keys: readonly Element[];
}

export function subjectParts(response: Document, spec: SamlSpec): SubjectParts {
  const assertion = required(rootOf(response), NS.assertion, "Assertion");
  const subject = required(assertion, NS.assertion, "Subject");
  const statement = child(assertion, NS.assertion, "AttributeStatement");
  const names = keyAttributes(spec);
  const attributes = statement === undefined ? [] : children(statement, NS.assertion, "Attribute");
  return {
    subject,
    nameIds: children(subject, NS.assertion, "NameID"),
    statement,
    keys: attributes.filter((element) => names.includes(element.getAttribute("Name") ?? "")),
  };
}
