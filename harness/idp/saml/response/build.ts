import { randomBytes } from "node:crypto";
import type { Element } from "@xmldom/xmldom";
import samlp from "samlp";
import type { IdpPerson } from "../../port.ts";
import { NS, PASSWORD_PROTECTED_TRANSPORT } from "../names.ts";
import type { KnownSpec } from "../sp/relying-party.ts";
import { required, rootOf } from "../xml/elements.ts";
import { parseXml, serializeXml } from "../xml/parse.ts";
import { xmlText } from "../xml/text.ts";
import { attributesOf } from "./attributes.ts";
import { nameIdOf } from "./name-id.ts";
import type { Reply } from "./reply.ts";
import { writeAttributes } from "./write-attributes.ts";

/** How long an Assertion may be used, and how far ahead of the IdP's clock the SP's may be behind. */
const LIFETIME_SECONDS = 300;
const MARGIN_SECONDS = 60;

/**
 * A Response with an Assertion about this person, not signed yet. samlp makes the frame (Issuer, Status, Conditions,
 * Audience, bearer confirmation, AuthnStatement); what it gets wrong or can not do is written into the document after
 * it: identifiers from a good source of randomness, a margin before NotBefore, the NameID and its qualifiers or none,
 * and the attributes, from which samlp would strip line ends and turn null into text.
 */
export async function buildResponse(
  person: IdpPerson,
  spec: KnownSpec,
  entityId: string,
  reply: Reply,
): Promise<string> {
  const response = parseXml(await frame(spec, entityId, reply));
  const root = rootOf(response);
  const assertion = required(root, NS.assertion, "Assertion");
  root.setAttribute("ID", freshId());
  assertion.setAttribute("ID", freshId());
  allowForSlowClocks(required(assertion, NS.assertion, "Conditions"));
  writeNameId(required(assertion, NS.assertion, "Subject"), person, spec, entityId, reply.nameIdFormat);
  writeAttributes(assertion, attributesOf(person, spec));
  return serializeXml(response);
}

/** An xs:ID of 160 random bits (SAML Core 1.3.4). */
export function freshId(): string {
  return `_${randomBytes(20).toString("hex")}`;
}

function frame(spec: KnownSpec, entityId: string, reply: Reply): Promise<string> {
  return new Promise((resolve, reject) => {
    samlp.getSamlResponse(
      {
        issuer: entityId,
        audience: spec.sp_entity_id,
        recipient: reply.acs,
        destination: reply.acs,
        inResponseTo: reply.inResponseTo,
        lifetimeInSeconds: LIFETIME_SECONDS,
        sessionIndex: freshId(),
        authnContextClassRef: reply.authnContextClassRef ?? PASSWORD_PROTECTED_TRANSPORT,
        signAssertion: false,
        signResponse: false,
        profileMapper: () => ({
          getClaims: () => undefined,
          getNameIdentifier: () => ({ nameIdentifier: "-", nameIdentifierFormat: "" }),
        }),
      },
      {},
      (error, xml) => {
        if (error !== null) reject(error);
        else if (xml === undefined) reject(new Error("samlp made no Response"));
        else resolve(xml);
      },
    );
  });
}

function allowForSlowClocks(conditions: Element): void {
  const notBefore = Date.parse(conditions.getAttribute("NotBefore") ?? "");
  conditions.setAttribute("NotBefore", new Date(notBefore - MARGIN_SECONDS * 1000).toISOString());
}

function writeNameId(
  subject: Element,
  person: IdpPerson,
  spec: KnownSpec,
  entityId: string,
  requestedFormat: string | undefined,
): void {
  const element = required(subject, NS.assertion, "NameID");
  const nameId = nameIdOf(person, spec, entityId, requestedFormat);
  if (nameId === undefined) {
    subject.removeChild(element);
    return;
  }
  element.setAttribute("Format", nameId.format);
  if (nameId.nameQualifier !== undefined) element.setAttribute("NameQualifier", nameId.nameQualifier);
  if (nameId.spNameQualifier !== undefined) element.setAttribute("SPNameQualifier", nameId.spNameQualifier);
  element.textContent = xmlText(nameId.value);
}
