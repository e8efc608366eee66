import { STATUS } from "../names.ts";
import { escapeXml } from "../xml/text.ts";
import { freshId } from "./build.ts";
import type { Reply } from "./reply.ts";

export type Failure = Exclude<keyof typeof STATUS, "Responder">;

/**
 * A Response that says why there is no Assertion: Responder at the top level, since the fault is not the request's,
 * and the reason below it (SAML Core 3.2.2.2). Written here because samlp knows no second level, and puts its
 * StatusMessage into an attribute that the schema does not have.
 */
export function buildStatusResponse(entityId: string, reply: Reply, failure: Failure, message: string): string {
  const inResponseTo = reply.inResponseTo === undefined ? "" : ` InResponseTo="${escapeXml(reply.inResponseTo)}"`;
  return (
    `<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="${freshId()}" Version="2.0"` +
    ` IssueInstant="${new Date().toISOString()}" Destination="${escapeXml(reply.acs)}"${inResponseTo}>` +
    `<saml:Issuer xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">${escapeXml(entityId)}</saml:Issuer>` +
    `<samlp:Status><samlp:StatusCode Value="${STATUS.Responder}"><samlp:StatusCode Value="${STATUS[failure]}"/>` +
    `</samlp:StatusCode><samlp:StatusMessage>${escapeXml(message)}</samlp:StatusMessage></samlp:Status></samlp:Response>`
  );
}
