import type { IdpPerson } from "../../port.ts";
import { CONFIRMATION_BEARER, NS, PASSWORD_PROTECTED_TRANSPORT, STATUS } from "../names.ts";
import type { KnownSpec } from "../sp/relying-party.ts";
import { attributeText, escapeXml } from "../xml/text.ts";
import { attributeStatement } from "./attribute-statement.ts";
import { attributesOf } from "./attributes.ts";
import { nameIdOf, type NameId } from "./name-id.ts";
import { freshId, responseElement } from "./opening.ts";
import type { Reply } from "./reply.ts";

/** How long an Assertion may be used, and how far ahead of the IdP's clock the SP's may be behind. */
const LIFETIME_MS = 300_000;
const MARGIN_MS = 60_000;

/**
 * A Response with an Assertion about this person, not signed yet: what the Web Browser SSO profile demands (SAML
 * Profiles 4.1.4.2) and nothing that is optional. Markup is written as text, everything from outside escaped: the
 * order of elements is the schema's, and can be read off here.
 */
export function buildResponse(person: IdpPerson, spec: KnownSpec, entityId: string, reply: Reply): string {
  const now = new Date();
  const [from, until] = [before(now, MARGIN_MS), before(now, -LIFETIME_MS)];
  const assertion =
    `<saml:Assertion xmlns:saml="${NS.assertion}" ID="${freshId()}" Version="2.0" IssueInstant="${now.toISOString()}">` +
    `<saml:Issuer>${escapeXml(entityId)}</saml:Issuer>` +
    subject(nameIdOf(person, spec, entityId, reply.nameIdFormat), reply, until) +
    `<saml:Conditions NotBefore="${from}" NotOnOrAfter="${until}"><saml:AudienceRestriction>` +
    `<saml:Audience>${escapeXml(spec.sp_entity_id)}</saml:Audience></saml:AudienceRestriction></saml:Conditions>` +
    authnStatement(now, reply) +
    attributeStatement(attributesOf(person, spec)) +
    `</saml:Assertion>`;
  const status = `<samlp:Status><samlp:StatusCode Value="${STATUS.Success}"/></samlp:Status>`;
  return responseElement(entityId, reply, now, status + assertion);
}

function before(moment: Date, ms: number): string {
  return new Date(moment.getTime() - ms).toISOString();
}

/** SAML Core 2.4: a bearer may present it, at this address, until then, in answer to this request. */
function subject(nameId: NameId | undefined, { acs, inResponseTo }: Reply, until: string): string {
  const answers = inResponseTo === undefined ? "" : ` InResponseTo="${attributeText(inResponseTo)}"`;
  return (
    `<saml:Subject>${nameId === undefined ? "" : nameIdElement(nameId)}` +
    `<saml:SubjectConfirmation Method="${CONFIRMATION_BEARER}">` +
    `<saml:SubjectConfirmationData NotOnOrAfter="${until}" Recipient="${attributeText(acs)}"${answers}/>` +
    `</saml:SubjectConfirmation></saml:Subject>`
  );
}

function nameIdElement({ format, value, nameQualifier, spNameQualifier }: NameId): string {
  const qualifiers = Object.entries({ NameQualifier: nameQualifier, SPNameQualifier: spNameQualifier });
  const written = qualifiers.flatMap(([name, text]) =>
    text === undefined ? [] : [` ${name}="${attributeText(text)}"`],
  );
  return `<saml:NameID Format="${format}"${written.join("")}>${escapeXml(value)}</saml:NameID>`;
}

function authnStatement(at: Date, { authnContextClassRef }: Reply): string {
  return (
    `<saml:AuthnStatement AuthnInstant="${at.toISOString()}" SessionIndex="${freshId()}"><saml:AuthnContext>` +
    `<saml:AuthnContextClassRef>${escapeXml(authnContextClassRef ?? PASSWORD_PROTECTED_TRANSPORT)}` +
    `</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement>`
  );
}
