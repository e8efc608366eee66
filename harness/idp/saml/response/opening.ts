import { randomBytes } from "node:crypto";
import type { SamlSpec } from "../../port.ts";
import { samlShape } from "../../profiles/index.ts";
import { ENTITY_FORMAT, NS } from "../names.ts";
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
export function responseElement(issuer: Issuer, reply: Reply, { now, id }: Moment, content: string): string {
  const inResponseTo = reply.inResponseTo === undefined ? "" : ` InResponseTo="${attributeText(reply.inResponseTo)}"`;
  return (
    `<samlp:Response xmlns:samlp="${NS.protocol}" ID="${id()}" Version="2.0"` +
    ` IssueInstant="${now.toISOString()}" Destination="${attributeText(reply.acs)}"${inResponseTo}>` +
    `<saml:Issuer xmlns:saml="${NS.assertion}"${issuer.attributes}>${issuer.text}</saml:Issuer>${content}</samlp:Response>`
  );
}

/** What makes one message another one than the next. */
export interface Moment {
  readonly now: Date;
  readonly id: () => string;
}

/** By the connection's clock. */
export function momentAt({ clock = 0 }: Pick<SamlSpec, "clock">): Moment {
  return { now: new Date(Date.now() + clock * 1_000), id: freshId };
}

/** Who speaks, as markup: what stands within an Issuer, and its attributes. */
export interface Issuer {
  readonly attributes: string;
  readonly text: string;
}

/** SAML Core 2.2.5: its Format is that of an entityID where none is said. */
export function issuerOf(entityId: string, spec: Pick<SamlSpec, "profile">): Issuer {
  const attributes = samlShape(spec.profile).issuer_format ? ` Format="${ENTITY_FORMAT}"` : "";
  return { attributes, text: escapeXml(entityId) };
}
