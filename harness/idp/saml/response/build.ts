import type { IdpPerson } from "../../port.ts";
import { samlShape } from "../../profiles/index.ts";
import { CONFIRMATION_BEARER, NS, PASSWORD_PROTECTED_TRANSPORT, STATUS } from "../names.ts";
import type { KnownSpec } from "../sp/relying-party.ts";
import { attributeText, escapeXml } from "../xml/text.ts";
import { attributeStatement } from "./attribute-statement.ts";
import { attributesOf } from "./attributes.ts";
import { nameIdOf, type NameId } from "./name-id.ts";
import { issuerOf, momentAt, responseElement, type Moment } from "./opening.ts";
import type { Reply } from "./reply.ts";

/**
 * A Response with an Assertion about this person, not signed yet: what the Web Browser SSO profile demands (SAML
 * Profiles 4.1.4.2) and nothing that is optional. `overage`: where the groups are told that an assertion does not hold. Markup is written as text, everything from outside escaped: the
 * order of elements is the schema's, and can be read off here.
 */
export function buildResponse(
  person: IdpPerson,
  spec: KnownSpec,
  entityId: string,
  reply: Reply,
  overage: string,
  { now, id }: Moment = momentAt(spec),
): string {
  const { valid } = samlShape(spec.profile);
  const [from, until] = [before(now, valid.before * 1_000), before(now, -valid.after * 1_000)];
  const issuer = issuerOf(entityId, spec);
  const assertion =
    `<saml:Assertion xmlns:saml="${NS.assertion}" ID="${id()}" Version="2.0" IssueInstant="${now.toISOString()}">` +
    `<saml:Issuer${issuer.attributes}>${issuer.text}</saml:Issuer>` +
    subject(nameIdOf(person, spec, entityId, reply.nameIdFormat ?? spec.name_id, id), reply, until) +
    `<saml:Conditions NotBefore="${from}" NotOnOrAfter="${until}"><saml:AudienceRestriction>` +
    `<saml:Audience>${escapeXml(spec.sp_entity_id)}</saml:Audience></saml:AudienceRestriction></saml:Conditions>` +
    authnStatement(now, id(), reply) +
    attributeStatement(attributesOf(person, spec, overage)) +
    `</saml:Assertion>`;
  const status = `<samlp:Status><samlp:StatusCode Value="${STATUS.Success}"/></samlp:Status>`;
  return responseElement(issuer, reply, { now, id }, status + assertion);
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

function authnStatement(now: Date, session: string, { authnContextClassRef, authnInstant: at = now }: Reply): string {
  return (
    `<saml:AuthnStatement AuthnInstant="${at.toISOString()}" SessionIndex="${session}"><saml:AuthnContext>` +
    `<saml:AuthnContextClassRef>${escapeXml(authnContextClassRef ?? PASSWORD_PROTECTED_TRANSPORT)}` +
    `</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement>`
  );
}
