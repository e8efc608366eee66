import type { Document, Element } from "@xmldom/xmldom";
import { NS } from "../names.ts";
import { child, children, required } from "../xml/elements.ts";
import { assertionOf } from "./parts.ts";
import type { Doings } from "./tamper.ts";

const XMLNS = "http://www.w3.org/2000/xmlns/";

export const statements: Doings<"statements"> = {
  // SAML Profiles 4.1.4.2: one or more.
  "second-authn-statement": (response) => {
    const first = required(assertionOf(response), NS.assertion, "AuthnStatement");
    const second = first.cloneNode(true) as Element;
    required(required(second, NS.assertion, "AuthnContext"), NS.assertion, "AuthnContextClassRef").textContent =
      "urn:oasis:names:tc:SAML:2.0:ac:classes:PreviousSession";
    first.parentNode?.insertBefore(second, first.nextSibling);
  },
  "statement-per-attribute": (response) => {
    const statement = statementOf(response);
    if (statement === undefined) return;
    for (const attribute of children(statement, NS.assertion, "Attribute").slice(1)) {
      const own = statement.cloneNode(false) as Element;
      own.appendChild(attribute);
      assertionOf(response).appendChild(own);
    }
  },
  "reversed-attributes": (response) => {
    const statement = statementOf(response);
    if (statement === undefined) return;
    for (const attribute of children(statement, NS.assertion, "Attribute").toReversed())
      statement.appendChild(attribute);
  },
  // SAML Core 2.6.1: who has no use for it may ignore it. It stands behind the Conditions.
  advice: (response) => {
    const element = response.createElementNS(NS.assertion, "saml:Advice");
    const said = response.createElementNS("urn:example:advice", "example:Note");
    said.setAttributeNS(XMLNS, "xmlns:example", "urn:example:advice");
    said.textContent = "of no consequence";
    element.appendChild(said);
    const conditions = required(assertionOf(response), NS.assertion, "Conditions");
    conditions.parentNode?.insertBefore(element, conditions.nextSibling);
  },
};

function statementOf(response: Document): Element | undefined {
  return child(assertionOf(response), NS.assertion, "AttributeStatement");
}
