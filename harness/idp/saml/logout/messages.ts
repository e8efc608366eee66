import { NS, STATUS } from "../names.ts";
import type { Issuer, Moment } from "../response/opening.ts";
import { attributeText, escapeXml } from "../xml/text.ts";
import type { Session } from "./sessions.ts";

/** Why a LogoutRequest ended nothing; undefined: it did. */
export interface Refusal {
  readonly reason: "RequestDenied" | "UnknownPrincipal";
  readonly message: string;
}

interface Outgoing {
  readonly moment: Moment;
  readonly issuer: Issuer;
  readonly destination: string;
}

/** A LogoutRequest for these sessions, which are of one NameID (SAML Core 3.7.1), good for five minutes. */
export function logoutRequest(
  sessions: readonly [Session, ...Session[]],
  outgoing: Outgoing & { readonly id: string },
): string {
  const [{ nameId }] = sessions;
  const { nameQualifier, spNameQualifier, format } = nameId;
  const attributes = Object.entries({
    NameQualifier: nameQualifier,
    SPNameQualifier: spNameQualifier,
    Format: format,
  }).flatMap(([name, value]) => (value === undefined ? [] : [` ${name}="${attributeText(value)}"`]));
  const until = new Date(outgoing.moment.now.getTime() + 300_000).toISOString();
  return (
    opening("LogoutRequest", outgoing, ` NotOnOrAfter="${until}"`) +
    `<saml:NameID xmlns:saml="${NS.assertion}"${attributes.join("")}>${escapeXml(nameId.text)}</saml:NameID>` +
    sessions.map(({ index }) => `<samlp:SessionIndex>${escapeXml(index)}</samlp:SessionIndex>`).join("") +
    `</samlp:LogoutRequest>`
  );
}

/** SAML Core 3.7.2: the requester is at fault, in whatever is refused here. */
export function logoutResponse(inResponseTo: string, refusal: Refusal | undefined, outgoing: Outgoing): string {
  const status =
    refusal === undefined
      ? `<samlp:StatusCode Value="${STATUS.Success}"/>`
      : `<samlp:StatusCode Value="${STATUS.Requester}"><samlp:StatusCode Value="${STATUS[refusal.reason]}"/>` +
        `</samlp:StatusCode><samlp:StatusMessage>${escapeXml(refusal.message)}</samlp:StatusMessage>`;
  return (
    opening("LogoutResponse", outgoing, ` InResponseTo="${attributeText(inResponseTo)}"`) +
    `<samlp:Status>${status}</samlp:Status></samlp:LogoutResponse>`
  );
}

function opening(
  name: string,
  { moment, id = moment.id(), issuer, destination }: Outgoing & { readonly id?: string },
  more: string,
): string {
  return (
    `<samlp:${name} xmlns:samlp="${NS.protocol}" ID="${id}" Version="2.0" IssueInstant="${moment.now.toISOString()}"` +
    ` Destination="${attributeText(destination)}"${more}>` +
    `<saml:Issuer xmlns:saml="${NS.assertion}"${issuer.attributes}>${issuer.text}</saml:Issuer>`
  );
}
