import { randomBytes } from "node:crypto";
import { generateServiceProviderMetadata, SAML, ValidateInResponseTo, type SamlConfig } from "@node-saml/node-saml";
import type { SamlConnection } from "../config/model.ts";
import type { IdpMetadata } from "./metadata.ts";

export type Libraries = "strict" | "defaults";

/** node-saml for one connection. */
export function samlClient(
  connection: SamlConnection,
  idp: IdpMetadata,
  libraries: Libraries,
  requestId?: string,
): SAML {
  return new SAML({
    callbackUrl: connection.acsUrl,
    issuer: connection.spEntityId,
    audience: connection.spEntityId,
    entryPoint: idp.ssoUrl,
    idpCert: [...idp.certificates],
    // response.ts binds InResponseTo to the browser; node-saml could only tell that some browser asked.
    validateInResponseTo: ValidateInResponseTo.never,
    ...(requestId === undefined ? {} : { generateUniqueId: () => requestId }),
    ...(libraries === "strict" ? strict(connection) : {}),
  });
}

function strict(connection: SamlConnection): Partial<SamlConfig> {
  return {
    // "Either": whichever of the two is signed must cover what is read, and node-saml reads signed bytes only.
    wantAssertionsSigned: false,
    wantAuthnResponseSigned: false,
    acceptedClockSkewMs: connection.clockSkewMs,
    identifierFormat: null,
    disableRequestedAuthnContext: true,
    signatureAlgorithm: "sha256",
  };
}

/** An xs:ID: it must not begin with a digit. */
export function newRequestId(): string {
  return `_${randomBytes(20).toString("hex")}`;
}

/** What an IdP's administrator imports. */
export function spMetadata(connection: SamlConnection): string {
  return generateServiceProviderMetadata({
    issuer: connection.spEntityId,
    callbackUrl: connection.acsUrl,
    wantAssertionsSigned: true,
  });
}
