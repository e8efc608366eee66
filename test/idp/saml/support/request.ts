import { deflateRawSync } from "node:zlib";
import type { RunningIdp } from "./idp.ts";

export interface RequestParts {
  /** Attributes of the AuthnRequest beside ID, Version and IssueInstant. */
  readonly attributes?: Readonly<Record<string, string>>;
  readonly id?: string;
  readonly issuer?: string;
  /** XML after the Issuer. */
  readonly body?: string;
}

/** An AuthnRequest, written by hand so that any of it may be wrong. */
export function authnRequest(parts: RequestParts = {}): string {
  const attributes = {
    ID: parts.id ?? "_request",
    Version: "2.0",
    IssueInstant: new Date().toISOString(),
    ...parts.attributes,
  };
  const written = Object.entries(attributes).map(([name, value]) => ` ${name}="${value}"`);
  return (
    `<samlp:AuthnRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol"` +
    ` xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion"${written.join("")}>` +
    `<saml:Issuer>${parts.issuer ?? "urn:acme-app"}</saml:Issuer>${parts.body ?? ""}</samlp:AuthnRequest>`
  );
}

export function redirectUrl(
  { facts }: Pick<RunningIdp, "facts">,
  xml: string,
  parameters: Readonly<Record<string, string>> = {},
): string {
  const SAMLRequest = deflateRawSync(Buffer.from(xml, "utf8")).toString("base64");
  return `${facts.sso_url}?${new URLSearchParams({ SAMLRequest, ...parameters }).toString()}`;
}

export function postFields(xml: string): { readonly SAMLRequest: string } {
  return { SAMLRequest: Buffer.from(xml, "utf8").toString("base64") };
}
