import type { Document, Element } from "@xmldom/xmldom";
import { own } from "../../../own.ts";
import { ATTRIBUTE_NAME_FORMAT, NS } from "../names.ts";
import { child, children } from "../xml/elements.ts";
import { assertionOf } from "./parts.ts";
import type { Doings, Use } from "./tamper.ts";

/** Namespaces of attributes that are nobody's: what stands in them says nothing of the person. */
const BEFORE = "https://attributes.test/former/";
const BEHIND = "urn:example:attributes:manager:";

export const attributes: Doings<"attributes"> = {
  // SAML Core 2.7.3.1: a FriendlyName is for people, and identifies nothing.
  "misleading-friendly-names": (response, use) => {
    const { statement, name, claimed } = claimedIn(response, use);
    claimed?.setAttribute("FriendlyName", "main");
    const other = made(statement, use, { Name: `${BEFORE}contact`, FriendlyName: name });
    if (use.parameters["place"] === "ahead") statement.insertBefore(other, statement.firstChild);
    else statement.appendChild(other);
  },
  "names-that-end-alike": (response, use) => {
    const { statement, name } = claimedIn(response, use);
    const last = /[^/:#]*$/.exec(name)?.[0] ?? name;
    // For who takes the first, and for who takes the last.
    statement.insertBefore(made(statement, use, { Name: `${BEFORE}${last}` }), statement.firstChild);
    statement.appendChild(made(statement, use, { Name: `${BEHIND}${last}` }));
  },
  "attribute-per-value": (response, use) => {
    const { statement, claimed } = claimedIn(response, use);
    if (claimed === undefined) return;
    const [, ...further] = children(claimed, NS.assertion, "AttributeValue");
    for (const value of further.toReversed()) {
      const own = claimed.cloneNode(false);
      own.appendChild(value);
      statement.insertBefore(own, claimed.nextSibling);
    }
  },
};

interface Claimed {
  readonly statement: Element;
  /** Under which the connection sends the claim. */
  readonly name: string;
  readonly claimed: Element | undefined;
}

/** Where nothing at all is said of the person there is a statement from here on. */
function claimedIn(response: Document, { spec, parameters }: Use): Claimed {
  const assertion = assertionOf(response);
  const there = child(assertion, NS.assertion, "AttributeStatement");
  const statement = there ?? response.createElementNS(NS.assertion, "saml:AttributeStatement");
  if (there === undefined) assertion.appendChild(statement);
  const claim = String(parameters["claim"]);
  const name = own(spec.attributes, claim) ?? claim;
  const all = children(statement, NS.assertion, "Attribute");
  return { statement, name, claimed: all.find((element) => element.getAttribute("Name") === name) };
}

function made(
  { ownerDocument }: Element,
  { parameters }: Use,
  named: { readonly [attribute: string]: string },
): Element {
  if (ownerDocument === null) throw new Error("the statement stands in no document");
  const attribute = ownerDocument.createElementNS(NS.assertion, "saml:Attribute");
  const written = { ...named, NameFormat: ATTRIBUTE_NAME_FORMAT.uri };
  for (const [name, value] of Object.entries(written)) attribute.setAttribute(name, value);
  const value = ownerDocument.createElementNS(NS.assertion, "saml:AttributeValue");
  value.textContent = String(parameters["value"]);
  attribute.appendChild(value);
  return attribute;
}
