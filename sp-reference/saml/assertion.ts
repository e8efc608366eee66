import type { Element } from "@xmldom/xmldom";
import { ProtocolFault } from "../app/faults.ts";
import type { SamlConnection } from "../config/model.ts";
import type { SamlAssertion } from "../mapping/assertion.ts";
import type { IdpMetadata } from "./metadata.ts";
import { ASSERTION_NS, attributeOf, child, children, elements, textOf } from "./xml.ts";

const BEARER = "urn:oasis:names:tc:SAML:2.0:cm:bearer";
const AT_MOST_MS = 3_600_000;
const UNSPECIFIED = "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified";
/** Conditions that are understood: node-saml compares the audience; the other two forbid nothing that is done here. */
const CONDITIONS = ["AudienceRestriction", "OneTimeUse", "ProxyRestriction"];

export interface ReadAssertion {
  readonly id: string;
  readonly issuer: string;
  readonly nameId: SamlAssertion["nameId"];
  readonly attributes: ReadonlyMap<string, readonly string[]>;
  readonly sessionIndex: SamlAssertion["sessionIndex"];
  readonly inResponseTo: string | null;
  readonly expiresAt: number;
}

export interface Against {
  readonly connection: SamlConnection;
  readonly idp: IdpMetadata;
  readonly now: number;
}

/** What an assertion must hold up to: why it does not, or null; and how its texts are read. */
export interface ReadingRules {
  readonly version: (root: Element) => string | null;
  readonly issuer: (issuer: string, against: Against) => string | null;
  readonly issueInstant: (instant: string | null, against: Against) => string | null;
  /** Whose name for the person the NameID is. */
  readonly qualifier: (sp: string | null, against: Against) => string | null;
  readonly condition: (condition: Element) => string | null;
  readonly method: (confirmation: Element) => string | null;
  readonly recipient: (data: Element | undefined, against: Against) => string | null;
  readonly notBefore: (data: Element | undefined) => string | null;
  readonly expiry: (data: Element | undefined, against: Against) => string | null;
  readonly text: (element: Element | undefined) => string;
  /** Of which one that holds is enough (SAML Core 2.4.1). */
  readonly confirmations: (subject: Element) => readonly Element[];
  readonly statements: (assertion: Element) => readonly Element[];
  /** What an Attribute is known by. */
  readonly attribute: (attribute: Element) => string;
}

export const readingRules: ReadingRules = {
  // SAML Core 4.1.2: what a later version means by the same words is not known.
  version: (root) => (attributeOf(root, "Version") === "2.0" ? null : "it is of another version of SAML"),
  issuer: (issuer, { idp }) => (issuer === idp.entityId ? null : "it comes from another identity provider"),
  // No clause says how old is too old; an assertion is made for the sign-in that it is in.
  issueInstant: (instant, { connection, now }) =>
    Math.abs(now - Date.parse(instant ?? "")) <= AT_MOST_MS + connection.policy.clock_skew_s * 1_000
      ? null
      : "it was not made for this sign-in",
  // SAML Core 2.2.2; no connection here is one of an affiliation.
  qualifier: (sp, { connection }) =>
    sp === null || sp === connection.spEntityId ? null : "it names somebody for another service",
  condition: ({ namespaceURI, localName }) =>
    namespaceURI === ASSERTION_NS && CONDITIONS.includes(localName ?? "") ? null : "it is under an unknown condition",
  method: (element) => (attributeOf(element, "Method") === BEARER ? null : "it has no bearer confirmation"),
  recipient: (data, { connection }) =>
    attributeOf(data, "Recipient") === connection.acsUrl ? null : "it is meant for another recipient",
  notBefore: (data) => (attributeOf(data, "NotBefore") === null ? null : "its bearer confirmation has a NotBefore"),
  expiry: (data, against) => (against.now < expiryOf(data, against) ? null : "it has expired"),
  text: textOf,
  confirmations: (subject) => children(subject, ASSERTION_NS, "SubjectConfirmation"),
  statements: (assertion) => children(assertion, ASSERTION_NS, "AttributeStatement"),
  // SAML Core 2.7.3.1: the FriendlyName is for people, and must not identify an attribute.
  attribute: (attribute) => attributeOf(attribute, "Name") ?? "",
};

/** NaN where it has none. */
function expiryOf(data: Element | undefined, { connection }: Against): number {
  return Date.parse(attributeOf(data, "NotOnOrAfter") ?? "") + connection.policy.clock_skew_s * 1_000;
}

/**
 * Reads the signed assertion, and checks what node-saml leaves to the SP: its Issuer, the bearer confirmation with
 * Recipient, time and request (SAML Profiles 4.1.4.2 and 4.1.4.3), and conditions of an unknown kind (SAML Core 2.5.1.1).
 */
export function readAssertion(root: Element, against: Against, rules = readingRules): ReadAssertion {
  const id = attributeOf(root, "ID");
  if (id === null || id === "") throw new ProtocolFault("The assertion has no ID.");
  const issuer = rules.text(child(root, ASSERTION_NS, "Issuer"));
  const subject = child(root, ASSERTION_NS, "Subject");
  const confirmed = confirmation(subject, against, rules);
  const why =
    rules.version(root) ??
    rules.issuer(issuer, against) ??
    rules.issueInstant(attributeOf(root, "IssueInstant"), against) ??
    rules.qualifier(attributeOf(nameIdOf(subject), "SPNameQualifier"), against) ??
    condition(root, rules) ??
    (typeof confirmed === "string" ? confirmed : null);
  if (why !== null || typeof confirmed === "string") throw new ProtocolFault(`The assertion is not accepted: ${why}.`);
  const sessionIndex = attributeOf(child(root, ASSERTION_NS, "AuthnStatement"), "SessionIndex");
  return {
    id,
    issuer,
    nameId: nameId(subject, rules),
    attributes: attributes(root, rules),
    sessionIndex,
    ...confirmed,
  };
}

function condition(root: Element, rules: ReadingRules): string | null {
  for (const conditions of children(root, ASSERTION_NS, "Conditions"))
    for (const element of elements(conditions)) {
      const why = rules.condition(element);
      if (why !== null) return why;
    }
  return null;
}

/** The first that holds, or why the last did not. */
function confirmation(
  subject: Element | undefined,
  against: Against,
  { confirmations, method, recipient, notBefore, expiry }: ReadingRules,
): Pick<ReadAssertion, "inResponseTo" | "expiresAt"> | string {
  let why = "it has no bearer confirmation";
  for (const element of subject === undefined ? [] : confirmations(subject)) {
    const data = child(element, ASSERTION_NS, "SubjectConfirmationData");
    const fault = method(element) ?? recipient(data, against) ?? notBefore(data) ?? expiry(data, against);
    if (fault === null) return { inResponseTo: attributeOf(data, "InResponseTo"), expiresAt: expiryOf(data, against) };
    why = fault;
  }
  return why;
}

function nameId(subject: Element | undefined, { text }: ReadingRules): SamlAssertion["nameId"] {
  const element = nameIdOf(subject);
  return element === undefined ? null : { value: text(element), format: attributeOf(element, "Format") ?? UNSPECIFIED };
}

function nameIdOf(subject: Element | undefined): Element | undefined {
  return subject && child(subject, ASSERTION_NS, "NameID");
}

/** An IdP may send one Attribute per value: the values of one Name belong together. */
function attributes(
  root: Element,
  { text, statements, attribute: nameOf }: ReadingRules,
): ReadonlyMap<string, readonly string[]> {
  const values = new Map<string, string[]>();
  for (const statement of statements(root)) {
    for (const attribute of children(statement, ASSERTION_NS, "Attribute")) {
      const name = nameOf(attribute);
      const list = values.get(name) ?? [];
      for (const value of children(attribute, ASSERTION_NS, "AttributeValue")) list.push(text(value));
      values.set(name, list);
    }
  }
  return values;
}
