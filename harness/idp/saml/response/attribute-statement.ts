import { NS } from "../names.ts";
import { attributeText, escapeXml } from "../xml/text.ts";
import type { SamlAttribute } from "./attributes.ts";

/**
 * The AttributeStatement; without attributes there is none, since the schema has no empty one. The empty string is an
 * empty AttributeValue, null an empty one with xsi:nil (SAML Core 2.7.3.1.1). Values carry no xsi:type: it is
 * optional, and its prefix is lost to exclusive canonicalization.
 */
export function attributeStatement(attributes: readonly SamlAttribute[]): string {
  if (attributes.length === 0) return "";
  const written = attributes.map(
    ({ name, nameFormat, friendly, values }) =>
      `<saml:Attribute Name="${attributeText(name)}"${optional("NameFormat", nameFormat)}` +
      `${optional("FriendlyName", friendly)}>${values.map(attributeValue).join("")}</saml:Attribute>`,
  );
  return `<saml:AttributeStatement>${written.join("")}</saml:AttributeStatement>`;
}

function optional(name: string, value: string | undefined): string {
  return value === undefined ? "" : ` ${name}="${attributeText(value)}"`;
}

function attributeValue(value: string | null): string {
  if (value === null) return `<saml:AttributeValue xmlns:xsi="${NS.schemaInstance}" xsi:nil="true"/>`;
  return value === "" ? "<saml:AttributeValue/>" : `<saml:AttributeValue>${escapeXml(value)}</saml:AttributeValue>`;
}
