import { randomBytes } from "node:crypto";
import { NS } from "../names.ts";
import { attributeText, escapeXml } from "../xml/text.ts";
import type { Reply } from "./reply.ts";

/** An xs:ID of 160 random bits (SAML Core 1.3.4). */
export function freshId(): string {
  return `_${randomBytes(20).toString("hex")}`;
}

/**
 * A Response to this request, or to none, around its Status and what follows it (SAML Core 3.2.2, 3.3.3). `content`
 * is markup already; whatever a person or a request brought into it has been escaped.
 */
export function responseElement(entityId: string, reply: Reply, issuedAt: Date, content: string): string {
  const inResponseTo = reply.inResponseTo === undefined ? "" : ` InResponseTo="${attributeText(reply.inResponseTo)}"`;
  return (
    `<samlp:Response xmlns:samlp="${NS.protocol}" ID="${freshId()}" Version="2.0"` +
    ` IssueInstant="${issuedAt.toISOString()}" Destination="${attributeText(reply.acs)}"${inResponseTo}>` +
    `<saml:Issuer xmlns:saml="${NS.assertion}">${escapeXml(entityId)}</saml:Issuer>${content}</samlp:Response>`
  );
}
