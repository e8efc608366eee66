import type { Document, Element } from "@xmldom/xmldom";
import type { SamlSpec } from "../../port.ts";
import { NS } from "../names.ts";
import { keyAttributes } from "../response/attributes.ts";
import { child, children, required, rootOf } from "../xml/elements.ts";

export function assertionOf(response: Document): Element {
  return required(rootOf(response), NS.assertion, "Assertion");
}

/** Where an Assertion says who the person is. */
export interface SubjectParts {
  readonly subject: Element;
  readonly nameIds: readonly Element[];
  readonly statement: Element | undefined;
  /** Attributes that carry the key that the SP declared. */
  readonly keys: readonly Element[];
}

export function subjectParts(assertion: Element, spec: Omit<SamlSpec, "encrypt">): SubjectParts {
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

/** Every element whose text is who the person is. */
export function subjectTexts(assertion: Element, spec: Omit<SamlSpec, "encrypt">): readonly Element[] {
  const { nameIds, keys } = subjectParts(assertion, spec);
  return [...nameIds, ...keys.flatMap((key) => children(key, NS.assertion, "AttributeValue"))];
}

/** The same assertion is about somebody else from here on, of the same namespace. */
export function forge(assertion: Element, spec: Omit<SamlSpec, "encrypt">): void {
  for (const element of subjectTexts(assertion, spec)) element.textContent = `${element.textContent ?? ""}-forged`;
}

/** The Response and the Assertion of it lose their signatures. */
export function unsign(response: Document): void {
  for (const signed of [rootOf(response), assertionOf(response)])
    for (const signature of children(signed, NS.signature, "Signature")) signed.removeChild(signature);
}

/** What a Signature says that it covers: the first, where somebody put a second one behind it. */
export function signedInfoOf(signature: Element): Element {
  return required(signature, NS.signature, "SignedInfo");
}

/** That of the Response, or else of its assertion. */
export function outermostSignature(response: Document): Element {
  return (
    child(rootOf(response), NS.signature, "Signature") ?? required(assertionOf(response), NS.signature, "Signature")
  );
}
