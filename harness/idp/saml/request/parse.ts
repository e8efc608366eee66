import type { Element } from "@xmldom/xmldom";
import { defined } from "../../../defined.ts";
import { messageOf } from "../../../errors.ts";
import { NS } from "../names.ts";
import { attribute, child, children, rootOf } from "../xml/elements.ts";
import { parseXml } from "../xml/parse.ts";
import { RefusedRequest } from "./refused.ts";

/** An AuthnRequest, read but not yet believed (SAML Core 3.4.1). */
export interface AuthnRequest {
  readonly xml: string;
  readonly id: string;
  readonly issuer: string;
  readonly destination?: string;
  readonly acsUrl?: string;
  readonly acsIndex?: string;
  readonly protocolBinding?: string;
  readonly isPassive: boolean;
  readonly forceAuthn: boolean;
  readonly nameIdPolicy?: NameIdPolicy;
  /** Whom the SP expects. */
  readonly subject?: NamedSubject;
  readonly contexts?: RequestedContexts;
  /** Whether the XML holds a Signature; nothing here says that it is a good one. */
  readonly enveloped: boolean;
}

/** What every message has (SAML Core 3.2.1, 3.2.2). */
export interface Message {
  readonly root: Element;
  readonly id: string;
  readonly destination?: string;
  readonly enveloped: boolean;
}

/** SAML Core 3.4.1.1. */
export interface NameIdPolicy {
  readonly format?: string;
  readonly spNameQualifier?: string;
  readonly allowCreate: boolean;
}

/** The NameID of a Subject; the text is empty where the name is one that cannot be read (EncryptedID, BaseID). */
export interface NamedSubject {
  readonly text: string;
  readonly format?: string;
}

/** SAML Core 3.3.2.2.1; no classes: they are asked for by declarations. */
export interface RequestedContexts {
  readonly comparison: string;
  readonly classes: readonly string[];
}

/**
 * Reads an AuthnRequest out of hostile XML.
 * @throws {RefusedRequest} where it is not well-formed, not an AuthnRequest, or lacks what the schema requires
 */
export function parseAuthnRequest(xml: string): AuthnRequest {
  const { root, id, destination, enveloped } = readMessage(xml, "AuthnRequest");
  const issuer = child(root, NS.assertion, "Issuer");
  if (issuer === undefined) {
    throw unreadable("Issuer must be present in an AuthnRequest (SAML Profiles 4.1.4.1).");
  }
  return {
    xml,
    id,
    issuer: text(issuer),
    isPassive: flag(root, "IsPassive"),
    forceAuthn: flag(root, "ForceAuthn"),
    enveloped,
    ...defined({ destination }),
    ...optional("acsUrl", attribute(root, "AssertionConsumerServiceURL")),
    ...optional("acsIndex", attribute(root, "AssertionConsumerServiceIndex")),
    ...optional("protocolBinding", attribute(root, "ProtocolBinding")),
    ...defined({ nameIdPolicy: nameIdPolicy(root), subject: namedSubject(root), contexts: requestedContexts(root) }),
  };
}

/** @throws {RefusedRequest} where it is not well-formed, another message, or lacks what the schema requires of any */
export function readMessage(xml: string, name: string): Message {
  const root = readRoot(xml);
  if (root.namespaceURI !== NS.protocol || root.localName !== name) {
    const article = name.startsWith("A") ? "an" : "a";
    throw unreadable(`It is not ${article} ${name}.`, [{ name: "root element", value: root.nodeName }]);
  }
  const version = attribute(root, "Version");
  if (version !== "2.0") {
    throw unreadable('Version must be "2.0" (SAML Core 3.2.1).', [{ name: "Version", value: version ?? "absent" }]);
  }
  const id = attribute(root, "ID") ?? "";
  if (!/^[\p{L}_][\p{L}\p{N}._-]*$/u.test(id)) {
    throw unreadable("ID must be an xs:ID: a letter or an underscore first (SAML Core 1.3.4).", [
      { name: "ID", value: id || "absent" },
    ]);
  }
  if (attribute(root, "IssueInstant") === undefined) throw unreadable("IssueInstant is required (SAML Core 3.2.1).");
  const enveloped = children(root, NS.signature, "Signature").length > 0;
  return { root, id, enveloped, ...optional("destination", attribute(root, "Destination")) };
}

function readRoot(xml: string): Element {
  try {
    return rootOf(parseXml(xml));
  } catch (error) {
    throw unreadable(`The XML is refused: ${messageOf(error)}.`);
  }
}

function nameIdPolicy(root: Element): NameIdPolicy | undefined {
  const policy = child(root, NS.protocol, "NameIDPolicy");
  if (policy === undefined) return undefined;
  return {
    allowCreate: flag(policy, "AllowCreate"),
    ...optional("format", attribute(policy, "Format")),
    ...optional("spNameQualifier", attribute(policy, "SPNameQualifier")),
  };
}

function namedSubject(root: Element): NamedSubject | undefined {
  const subject = child(root, NS.assertion, "Subject");
  const nameId = child(subject, NS.assertion, "NameID");
  if (nameId !== undefined) return { text: text(nameId), ...optional("format", attribute(nameId, "Format")) };
  const unread = ["EncryptedID", "BaseID"].some((name) => child(subject, NS.assertion, name) !== undefined);
  return unread ? { text: "" } : undefined;
}

function requestedContexts(root: Element): RequestedContexts | undefined {
  const requested = child(root, NS.protocol, "RequestedAuthnContext");
  if (requested === undefined) return undefined;
  const classes = children(requested, NS.assertion, "AuthnContextClassRef").map(text);
  return { comparison: attribute(requested, "Comparison") ?? "exact", classes };
}

export function text(element: Element): string {
  return (element.textContent ?? "").trim();
}

function flag(element: Element, name: string): boolean {
  const value = attribute(element, name);
  return value === "true" || value === "1";
}

/** Some SPs write an attribute and leave it empty, where others leave it out. */
export function optional<K extends string>(name: K, value: string | undefined): { readonly [name in K]?: string } {
  return value === undefined || value === "" ? {} : ({ [name]: value } as { readonly [name in K]: string });
}

function unreadable(
  explanation: string,
  details: { readonly name: string; readonly value: string }[] = [],
): RefusedRequest {
  return new RefusedRequest("The SAML request can not be read", explanation, details);
}
